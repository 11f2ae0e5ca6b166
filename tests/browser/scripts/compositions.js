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

const ORDERS = {
  chrome() {
    enter({ key: "Process", keyCode: 229, isComposing: true });
    insert(last);
    composition("end", last);
  },
  "chrome, then a second keydown at once"() {
    enter({ keyCode: 229, isComposing: true });
    insert(last);
    composition("end", last);
    enter({});
  },
  "chrome, then a second keydown later"() {
    ORDERS.chrome();
    setTimeout(() => enter({}), 20);
  },
  "firefox, the text after the end"() {
    enter({ keyCode: 229, isComposing: true });
    composition("end", last);
    insert(last);
  },
  safari() {
    insert(last);
    composition("end", last);
    enter({ keyCode: 229, isComposing: false });
  },
};

insert(before);
composition("start", "");
composition("update", last);
ORDERS[browser]();
