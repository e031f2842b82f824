const FORM = 'multipart/form-data';
const JSON_TYPE = 'application/json';

/** Command lines that try an operation, one for each kind of body that it takes or gives. */
export function curls(path, verb, body, good) {
  const url = `${location.origin}${path}`;
  const types = Object.keys(body.content ?? {});
  if (good === undefined || good.status === 101) {
    return []; // a WebSocket is nothing for curl
  }
  if (verb === 'get') {
    return [{label: 'curl', text: `curl ${url}`}];
  }
  if (types.length === 0) {
    return [{label: 'curl', text: `curl -X ${verb.toUpperCase()} ${url}`}];
  }
  const raw = types.find(type => type.startsWith('image/') || type === 'application/octet-stream');
  const all = [];
  if (types.includes(FORM)) {
    all.push({
      label: 'curl, several pictures',
      text: `curl -F image=@one.jpg -F image=@two.jpg ${url}`,
    });
  }
  if (types.includes(JSON_TYPE)) {
    all.push(
      raw
        ? {
            label: 'curl, JSON',
            text:
              `printf '{"image":"%s"}' "$(base64 -w0 photo.jpg)" |\n` +
              `  curl -H 'Content-Type: application/json' -d @- ${url}`,
          }
        : {
            label: 'curl',
            text: `curl -X ${verb.toUpperCase()} -H 'Content-Type: application/json' -d '{…}' ${url}`,
          },
    );
  }
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
