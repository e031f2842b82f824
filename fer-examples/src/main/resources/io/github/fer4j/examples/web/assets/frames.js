const HEAD_END = [13, 10, 13, 10];

/** The pictures of a multipart stream that says of each how long it is, until it ends. */
export async function* frames(body) {
  const reader = body.getReader();
  let bytes = new Uint8Array();
  const hasMore = async () => {
    const {done, value} = await reader.read();
    if (!done) {
      const both = new Uint8Array(bytes.length + value.length);
      both.set(bytes);
      both.set(value, bytes.length);
      bytes = both;
    }
    return !done;
  };
  for (;;) {
    let start;
    while ((start = afterHead(bytes)) === undefined) {
      if (!(await hasMore())) {
        return;
      }
    }
    const head = new TextDecoder().decode(bytes.subarray(0, start));
    const end = start + Number(/^Content-Length: *(\d+)/im.exec(head)[1]);
    while (bytes.length < end) {
      if (!(await hasMore())) {
        return;
      }
    }
    yield new Blob([bytes.subarray(start, end)]);
    bytes = bytes.slice(end);
  }
}

function afterHead(bytes) {
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) {
    if (HEAD_END.every((byte, index) => bytes[at + index] === byte)) {
      return at + HEAD_END.length;
    }
  }
  return undefined;
}
