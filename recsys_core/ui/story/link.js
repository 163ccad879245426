// What joins this window to the server and, by a code, to the other window: it draws nothing.

const links = new WeakMap();

function createLink() {
  const me = Math.random().toString(36).slice(2);
  let report = null, ask = null, revision = 0, saved = "", moves = 0;
  const send = (name, detail) => document.dispatchEvent(new CustomEvent(`equipoise-story-${name}`, { detail }));
  const onMoved = ({ detail }) => { moves += 1; report("at", { ...detail, by: me, move: moves }); };
  const onAsked = ({ detail }) => ask("ask", detail);
  document.addEventListener("equipoise-story-moved", onMoved);
  document.addEventListener("equipoise-story-asked", onAsked);

  function save({ id, name, text }) {
    if (id === saved) return;
    saved = id;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  return {
    receive(data, setStateValue, setTriggerValue) {
      [report, ask] = [setStateValue, setTriggerValue];
      send("joined", data.joined);
      if (data.file) save(data.file);
      send("began", data.began);
      if (data.revision === revision) return;
      revision = data.revision;
      // One's own move comes back later than the next may have been made.
      if (data.by !== me) send("go", { step: data.step, black: data.black });
    },
    dispose() {
      document.removeEventListener("equipoise-story-moved", onMoved);
      document.removeEventListener("equipoise-story-asked", onAsked);
    },
  };
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  if (!links.has(parentElement)) links.set(parentElement, createLink());
  links.get(parentElement).receive(JSON.parse(new TextDecoder().decode(data)), setStateValue, setTriggerValue);
  return () => { links.get(parentElement)?.dispose(); links.delete(parentElement); };
}
