// Ends the composition of the last syllable of `arguments[0]` by Enter, as the browser `arguments[1]` tells of it.
const [text, browser] = arguments;
const [before, last] = [text.slice(0, -1), text.slice(-1)];
const box = document.getElementById("question");

const fire = (kind, name, more) => box.dispatchEvent(new kind(name, { bubbles: true, cancelable: true, ...more }));
const composition = (name, data) => fire(CompositionEvent, `composition${name}`, { data });
const enter = (more) => fire(KeyboardEvent, "keydown", { key: "Enter", code: "Enter", keyCode: 13, ...more });
const insert = (data) => {
  box.value += data;
  fire(InputEvent, "input", { data });
};

// Between two events of one key press a browser runs what promises have waiting, and nothing else.
async function gap() {
  for (let i = 0; i < 20; i += 1) await null;
}

// Between the key and what the input method makes of it, time passes.
function pause() {
  return new Promise((resolve) => setTimeout(resolve, 15));
}

const ORDERS = {
  async chrome() {
    enter({ key: "Process", keyCode: 229, isComposing: true });
    await pause();
    insert(last);
    await gap();
    composition("end", last);
  },
  async "chrome, then a second keydown at once"() {
    enter({ keyCode: 229, isComposing: true });
    await pause();
    insert(last);
    await gap();
    composition("end", last);
    await gap();
    enter({});
  },
  async "chrome, then a second keydown later"() {
    await ORDERS.chrome();
    setTimeout(() => enter({}), 20);
  },
  async "firefox, the text after the end"() {
    enter({ keyCode: 229, isComposing: true });
    await pause();
    composition("end", last);
    await gap();
    insert(last);
  },
  async safari() {
    insert(last);
    await gap();
    composition("end", last);
    await gap();
    enter({ keyCode: 229, isComposing: false });
  },
};

insert(before);
composition("start", "");
composition("update", last);
return ORDERS[browser]();
