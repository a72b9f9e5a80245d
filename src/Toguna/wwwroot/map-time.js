// The two handles of the strip of time: they choose a span of whole bars. The map follows when they are let go.
const rest = 250;

/**
 * @param strip what the server drew: bars that are links, and two inputs that are hidden where there is no script
 * @param choose is told the first and the last period as an address has them; none where all are chosen
 */
export function handles(strip, choose) {
  const group = strip.querySelector("#handles");
  if (!group) return;
  group.hidden = false;
  const bars = [...strip.querySelectorAll(".hist a")];
  const periods = group.dataset.periods.split("|");
  const span = strip.querySelector("#time-span");
  const [from, to] = group.querySelectorAll("input");
  // Two handles say it in two stops; the bars stay for the pointer.
  bars.forEach((bar) => bar.setAttribute("tabindex", "-1"));
  let waiting;

  const asked = (bar, key) => new URL(bar.href.baseVal, location.href).searchParams.get(key);

  function follow(moved) {
    if (+from.value > +to.value) (moved === from ? to : from).value = moved.value;
    for (const handle of [from, to]) handle.setAttribute("aria-valuetext", periods[handle.value]);
    bars.forEach((bar, i) => bar.classList.toggle("years__on", i >= +from.value && i <= +to.value));
    span.textContent = from.value === to.value ? periods[from.value] : `${periods[from.value]} – ${periods[to.value]}`;
  }

  function tell() {
    const all = +from.value === 0 && +to.value === bars.length - 1;
    choose(all ? null : asked(bars[from.value], "from"), all ? null : asked(bars[to.value], "to"));
  }

  for (const handle of [from, to]) {
    handle.addEventListener("input", () => follow(handle));
    handle.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(tell, rest);
    });
  }

  // The rest of the strip without leaving the view: a bar is one period, "all the time" is all of them.
  strip.onclick = (click) => {
    const link = click.target.closest("a");
    if (!link || click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    const at = bars.indexOf(link);
    [from.value, to.value] = at < 0 ? [0, bars.length - 1] : [at, at];
    follow(from);
    tell();
  };
}
