const SAMPLES = {
  'multipart/form-data': {label: 'several pictures', options: '-F image=@one.jpg -F image=@two.jpg'},
  'application/json': {label: 'JSON', options: "-H 'Content-Type: application/json' -d @request.json"},
};

/** Command lines that try an operation, one for each kind of body that it takes or gives. */
export function curls(path, verb, body, good) {
  const url = `${location.origin}${path}`;
  const types = Object.keys(body.content ?? {});
  if (verb === 'get') {
    return [{label: 'curl', text: `curl ${url}`}];
  }
  if (types.length === 0) {
    return [{label: 'curl', text: `curl -X ${verb.toUpperCase()} ${url}`}];
  }
  const raw = types.find(type => type.startsWith('image/') || type === 'application/octet-stream');
  const all = types.filter(type => type in SAMPLES).map(type => ({
    label: `curl, ${SAMPLES[type].label}`,
    text: `curl ${SAMPLES[type].options} ${url}`,
  }));
  if (raw) {
    const options = "-H 'Content-Type: image/jpeg' --data-binary @photo.jpg";
    all.unshift({label: 'curl, one picture', text: `curl ${options} ${url}`});
    if (Object.keys(good?.content ?? {}).includes('image/png')) {
      all.push({
        label: 'curl, the annotated picture',
        text: `curl -H 'Accept: image/png' ${options} -o annotated.png ${url}`,
      });
    }
  }
  return all;
}
