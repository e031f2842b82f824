/** Makes elements without markup in strings, so that no name or message can become markup. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (name in made && !name.startsWith('aria')) {
      made[name] = value;
    } else {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

/**
 * Waits for an action with controls out of use. A control that is disabled loses the keyboard's
 * focus, so it gets that back unless something else has it.
 */
export async function withDisabled(controls, action) {
  const focused = document.activeElement;
  controls.forEach(control => (control.disabled = true));
  try {
    return await action();
  } finally {
    controls.forEach(control => (control.disabled = false));
    if (controls.includes(focused) && document.activeElement === document.body) {
      focused.focus();
    }
  }
}

/** Says something to those who do not see the page, the same text twice too. */
export function announce(region, text) {
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

export function count(number, one, many = `${one}s`) {
  return `${number === 0 ? 'no' : number} ${number === 1 ? one : many}`;
}
