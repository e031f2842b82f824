const DEEPEST = 8;
const SHORT = 72;

/** Turns the description's JSON schemas into something one reads at a glance. */
export class Schemas {
  #document;

  constructor(document) {
    this.#document = document;
  }

  /** What a $ref points to; anything else as it is. */
  resolve(value) {
    for (let hops = 0; value?.$ref && hops < DEEPEST; hops++) {
      value = value.$ref
        .replace(/^#\//, '')
        .split('/')
        .reduce((at, name) => at?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], this.#document);
    }
    return value ?? {};
  }

  /** A schema in the manner of the JSON it describes; nothing for what is no JSON. */
  text(schema) {
    const own = this.resolve(schema);
    return own.format === 'binary' || Object.keys(own).length === 0 ? '' : this.#write(own, '', 0);
  }

  #write(schema, indent, depth) {
    const own = this.resolve(schema);
    const choices = own.oneOf ?? own.anyOf;
    if (depth > DEEPEST) {
      return '…';
    }
    if (choices) {
      return choices.map(one => this.#write(one, indent, depth + 1)).join(`\n${indent}or `);
    }
    if (own.allOf) {
      return own.allOf.map(one => this.#write(one, indent, depth + 1)).join(`\n${indent}and `);
    }
    if (own.type === 'array' || own.items) {
      return `[${this.#write(own.items, indent, depth + 1)}, …]`;
    }
    if (own.properties || own.additionalProperties) {
      return this.#writeObject(own, indent, depth);
    }
    if (own.enum) {
      return own.enum.map(value => JSON.stringify(value)).join(' | ');
    }
    return this.#writeLeaf(own);
  }

  #writeObject(schema, indent, depth) {
    const deeper = `${indent}  `;
    const required = new Set(schema.required ?? []);
    const lines = Object.entries(schema.properties ?? {}).map(([name, one]) => {
      const mark = required.size > 0 && !required.has(name) ? '?' : '';
      const comment = this.resolve(one).description;
      const text = `${deeper}"${name}"${mark}: ${this.#write(one, deeper, depth + 1)}`;
      return comment && !text.includes('\n') ? `${text}  // ${comment}` : text;
    });
    if (schema.additionalProperties && typeof schema.additionalProperties === 'object') {
      lines.push(`${deeper}"…": ${this.#write(schema.additionalProperties, deeper, depth + 1)}`);
    }
    const short = `{${lines.map(line => line.trim()).join(', ')}}`;
    return short.length <= SHORT && !/\/\/|\n/.test(short)
      ? short
      : `{\n${lines.join('\n')}\n${indent}}`;
  }

  #writeLeaf(schema) {
    const types = [schema.type ?? 'any'].flat().join(' | ');
    const low = schema.minimum;
    const high = schema.maximum;
    return low !== undefined && high !== undefined ? `${types} ${low}…${high}` : types;
  }
}
