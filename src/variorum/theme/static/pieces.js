// Pieces of something large (the index of the search, a long source), loaded when they are asked for: as scripts, which a page that was opened from a folder may load.
globalThis.variorumLoading = (folder) => {
  "use strict";
  const { say } = globalThis.variorumWords;
  const asked = new Map();

  function load(name, digest) {
    // what is in the piece of this name; a piece of another build is refused, for its numbers mean something else
    if (!asked.has(name)) {
      asked.set(
        name,
        new Promise((resolve, reject) => {
          const file = `${name}.js`;
          const script = globalThis.variorumElement("script", { src: `${folder}${file}?${digest}` });
          const failed = () => {
            asked.delete(name);
            reject(new Error(say("{file} is missing; build the edition again.", { file })));
          };
          script.addEventListener("error", failed);
          script.addEventListener("load", () => {
            const [of, items] = globalThis.variorumPieces?.[name] ?? [];
            if (of === digest) resolve(items);
            else failed();
          });
          document.head.append(script);
        }),
      );
    }
    return asked.get(name);
  }

  return load;
};
