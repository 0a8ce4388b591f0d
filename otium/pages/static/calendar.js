/* Moving visits in the calendar, by pointer and by keys. Both end in the form that the page of the visit has, which
   says what the move would do; nothing moves before that form is sent. Without JavaScript the visit's page moves it. */
(() => {
  "use strict";
  const mover = document.getElementById("mover");
  const says = document.getElementById("mover-says");
  const asks = document.getElementById("mover-asks");
  const QUARTER = 15;
  const FAR = 6; // pixels before a press becomes a drag
  const calendar = () => document.querySelector("[data-calendar]");
  const kind = () => calendar()?.dataset.calendar;
  const nameOf = (item) => item.querySelector(".visit__name");
  const items = (within) => [...within.querySelectorAll(".visit__name")];
  const say = (words) => { if (says) says.textContent = words; };
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Places. A week has lanes and days; a day has columns and quarters of an hour.
  const lanes = () => [...calendar().querySelectorAll("tbody tr")];
  const squares = (lane) => [...lane.querySelectorAll("td")];
  const columns = () => [...calendar().querySelectorAll(".day__grid")];
  const numberIn = (element, prefix) => Number(([...element.classList].find((c) => c.startsWith(prefix)) || "0").replace(prefix, ""));
  const rowsOf = (column) => numberIn(column, "rows-");
  const clockAt = (row) => {
    const hours = [...calendar().querySelectorAll(".day__hours li")];
    const hour = hours.filter((li) => Number(li.dataset.row) <= row).pop();
    const minutes = QUARTER * (row - Number(hour.dataset.row));
    return `${hour.dataset.at.slice(0, 2)}:${String(Number(hour.dataset.at.slice(3)) + minutes).padStart(2, "0")}`;
  };
  // As the pages write it, and as the form reads it: 3 pm, 3:30 pm.
  const spoken = (at) => {
    const [hour, minute] = at.split(":").map(Number);
    return `${hour % 12 || 12}${minute ? `:${String(minute).padStart(2, "0")}` : ""} ${hour < 12 ? "am" : "pm"}`;
  };
  const placeOf = (item) => kind() === "week"
    ? { lane: lanes().indexOf(item.closest("tr")), day: squares(item.closest("tr")).indexOf(item.closest("td")) }
    : { column: columns().indexOf(item.closest(".day__grid")), row: numberIn(item, "at-") };
  const elementAt = (place) => kind() === "week" ? squares(lanes()[place.lane])[place.day] : columns()[place.column];
  const wordsOf = (place, item) => {
    const at = elementAt(place);
    const isWeek = kind() === "week";
    return fill(mover.dataset.with, {
      day: isWeek ? at.dataset.name : calendar().dataset.day,
      hour: spoken(isWeek ? item.dataset.at : clockAt(place.row)),
      who: (isWeek ? at.closest("tr") : at).dataset.who,
    });
  };

  // What is held: the visit, where it stands, where it would go.
  let held = null;
  const mark = () => {
    for (const each of document.querySelectorAll(".is-target")) each.classList.remove("is-target");
    document.querySelector(".block--ghost")?.remove();
    if (!held) return;
    const target = elementAt(held.to);
    target.classList.add("is-target");
    if (kind() !== "day") { target.scrollIntoView({ block: "nearest", inline: "nearest" }); return; }
    const ghost = document.createElement("li");
    ghost.className = `block block--ghost at-${held.to.row} for-${numberIn(held.item, "for-")}`;
    ghost.textContent = `${spoken(clockAt(held.to.row))} ${held.what}`;
    target.append(ghost);
    if (held.byKeys) ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const pick = (item, byKeys) => {
    const what = nameOf(item).lastChild.textContent.trim();
    held = { item, what, from: placeOf(item), to: placeOf(item), byKeys };
    item.classList.add("is-held");
    say(fill(byKeys ? mover.dataset.picked : mover.dataset.carried, { what }));
    mark();
  };
  const over = (to) => {
    if (JSON.stringify(to) === JSON.stringify(held.to)) return;
    held.to = to;
    mark();
    say(fill(mover.dataset.over, { what: held.what, where: wordsOf(to, held.item) }));
  };
  const letGo = () => {
    held?.item.classList.remove("is-held");
    const was = held;
    held = null;
    mark();
    return was;
  };
  const giveUp = () => {
    const was = letGo();
    say(mover.dataset.given);
    if (was) nameOf(was.item).focus();
  };

  // The question: the form of the visit's own page, with what the move would do.
  const drop = async () => {
    const { item, what, from, to } = held;
    const where = wordsOf(to, item);
    const target = elementAt(to);
    const isSame = JSON.stringify(from) === JSON.stringify(to);
    if (isSame) { giveUp(); return; }
    const isWeek = kind() === "week";
    const set = (name, value) => { mover.elements[`move-${name}`].value = value; };
    set("therapist", isWeek ? target.closest("tr").dataset.therapist : target.dataset.therapist ?? item.dataset.therapist);
    set("on", isWeek ? calendar().querySelectorAll("thead th")[to.day + 1].dataset.day : calendar().dataset.day);
    set("starts_at", spoken(isWeek ? item.dataset.at : clockAt(to.row)));
    set("minutes", item.dataset.minutes);
    set("room", target.dataset.room ?? item.dataset.room);
    mover.action = `${nameOf(item).pathname}move/`;
    letGo();
    say(mover.dataset.asking);
    let answer = null;
    try {
      const got = await fetch(mover.action, { method: "POST", body: new URLSearchParams(new FormData(mover)), credentials: "same-origin" });
      answer = got.ok && new DOMParser().parseFromString(await got.text(), "text/html").getElementById("move");
    } catch { /* the page itself says what is wrong */ }
    if (!answer) { mover.submit(); return; }
    answer.querySelector("h2")?.remove();
    answer.removeAttribute("aria-labelledby");
    answer.querySelector(".line > button.btn:not([name])")?.classList.add("btn--primary");
    document.getElementById("mover-form").replaceChildren(document.importNode(answer, true));
    document.getElementById("mover-h").textContent = fill(mover.dataset.over, { what, where });
    asks.returnTo = nameOf(item);
    asks.showModal();
    document.getElementById("mover-h").focus();
  };
  asks?.addEventListener("close", () => {
    say(mover.dataset.given);
    asks.returnTo?.focus();
  });

  // The pointer. A finger scrolls, until it rests on a visit for a moment: then it carries the visit.
  const REST = 450; // milliseconds
  const SLIP = 10; // pixels that a resting finger may slip
  const EDGE = 96; // pixels from the edge, bars included, in which the calendar scrolls under what is carried
  let press = null;
  let hasDragged = false;
  const byFinger = () => Boolean(press?.isFinger && held);
  const rowAt = (column, event) => {
    const box = column.getBoundingClientRect();
    return Math.floor((event.clientY - press.grip - box.top) / (box.height / rowsOf(column)) + 0.5) + 1;
  };
  // A phone lists the day instead: a visit keeps its hour where it is put on free time that holds it, else it goes to
  // where what it is put on begins.
  const rowListed = (at) => {
    const item = at.map((e) => e.closest(".opening, .block")).find(Boolean);
    if (!item) return held.from.row;
    const [row, start] = [held.from.row, numberIn(item, "at-")];
    const holds = start <= row && row + numberIn(held.item, "for-") <= start + numberIn(item, "for-");
    return item.matches(".opening") && holds ? row : start;
  };
  const under = (event) => {
    const at = document.elementsFromPoint(event.clientX, event.clientY);
    if (kind() === "week") {
      const square = at.map((e) => e.closest("td[data-on]")).find(Boolean);
      return square && { lane: lanes().indexOf(square.closest("tr")), day: squares(square.closest("tr")).indexOf(square) };
    }
    const column = at.map((e) => e.closest(".day__grid")).find(Boolean);
    if (!column) return null;
    const row = getComputedStyle(column).display === "grid" ? rowAt(column, event) : rowListed(at);
    const most = rowsOf(column) - numberIn(held.item, "for-") + 1;
    return { column: columns().indexOf(column), row: Math.min(Math.max(row, 1), Math.max(most, 1)) };
  };
  const lift = () => {
    pick(press.item, false);
    document.documentElement.classList.add("is-moving", ...(press.isFinger ? ["is-carried"] : []));
    if (press.isFinger) { navigator.vibrate?.(20); roll(); }
  };
  // What can be scrolled, from the calendar outwards, goes on scrolling while a finger rests at its edge.
  const roll = () => {
    if (!byFinger()) return;
    const past = (at, size) => at < EDGE ? at - EDGE : at > size - EDGE ? at - size + EDGE : 0;
    const [right, down] = !press.hasMoved ? [0, 0] : [past(press.at.clientX, innerWidth) / 6, past(press.at.clientY, innerHeight) / 6];
    if (right || down) {
      for (let box = calendar(); box; box = box.parentElement) box.scrollBy(right, down);
      const to = under(press.at);
      if (to) over(to);
    }
    requestAnimationFrame(roll);
  };
  document.addEventListener("pointerdown", (event) => {
    if (press) { release(false); return; } // a second finger
    const item = mover && event.button === 0 && event.target.closest("[data-calendar] [data-at][data-minutes]");
    if (!item) return;
    const isFinger = event.pointerType === "touch";
    press = { item, isFinger, at: event, x: event.clientX, y: event.clientY, grip: event.clientY - item.getBoundingClientRect().top };
    if (isFinger) press.timer = setTimeout(lift, REST);
  });
  document.addEventListener("pointermove", (event) => {
    if (!press) return;
    press.at = event;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (!held && press.isFinger) { if (far > SLIP) release(false); return; }
    press.hasMoved ||= far > SLIP;
    if (press.isFinger && !press.hasMoved) return; // it trembles
    if (!held && far < FAR) return;
    if (!held) lift();
    event.preventDefault();
    const to = under(event);
    if (to) over(to);
  });
  const release = (isDrop) => {
    if (!press) return;
    clearTimeout(press.timer);
    const { isFinger } = press;
    press = null;
    document.documentElement.classList.remove("is-moving", "is-carried");
    if (!held || held.byKeys) return;
    hasDragged = true;
    setTimeout(() => { hasDragged = false; }, isFinger ? REST : 0);
    if (isDrop) drop(); else giveUp();
  };
  // While a finger carries a visit the page neither scrolls by itself nor opens the menu of the link.
  document.addEventListener("touchmove", (event) => { if (byFinger()) event.preventDefault(); }, { passive: false });
  document.addEventListener("contextmenu", (event) => { if (press?.isFinger) event.preventDefault(); });
  // The click that ends a drag opens nothing.
  document.addEventListener("click", (event) => { if (hasDragged) { event.preventDefault(); event.stopPropagation(); } }, { capture: true });
  document.addEventListener("pointerup", () => release(true));
  document.addEventListener("pointercancel", () => release(false));
  document.addEventListener("dragstart", (event) => { if (event.target.closest("[data-calendar]")) event.preventDefault(); });

  // A click into free time books at the quarter of the hour it hit.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".opening a");
    if (!link || event.detail === 0) return; // a key was pressed: the time begins where it is free
    const rows = numberIn(link.parentElement, "for-");
    const box = link.getBoundingClientRect();
    const hit = Number(link.dataset.row) + Math.min(Math.floor((event.clientY - box.top) / (box.height / rows)), rows - 1);
    const to = new URL(link.href);
    to.searchParams.set("at", clockAt(hit));
    event.preventDefault();
    location.assign(to);
  });

  // The keys.
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const within = (value, count) => Math.min(Math.max(value, 0), count - 1);
  const carry = ([down, right]) => {
    if (kind() === "week") over({ lane: within(held.to.lane + down, lanes().length), day: within(held.to.day + right, squares(lanes()[0]).length) });
    else {
      const column = within(held.to.column + right, columns().length);
      const most = rowsOf(columns()[column]) - numberIn(held.item, "for-") + 1;
      over({ column, row: Math.min(Math.max(held.to.row + down, 1), Math.max(most, 1)) });
    }
  };
  // Up and down within what stands in one place, then on to the next; left and right to what is nearest beside it.
  const groups = () => kind() === "week"
    ? lanes().map(squares)
    : kind() === "month" ? lanes().map(squares) : [columns()];
  const walk = (name, [down, right]) => {
    const home = name.closest(kind() === "day" ? ".day__grid" : "td");
    const all = groups();
    const lane = all.findIndex((group) => group.includes(home));
    const place = all[lane].indexOf(home);
    const own = items(home);
    if (down && own[own.indexOf(name) + down]) { own[own.indexOf(name) + down].focus(); return; }
    let [l, p] = [lane, place];
    do {
      l += down; p += right;
      const found = all[l]?.[p] && items(all[l][p]);
      if (!found) return;
      if (found.length) {
        const top = name.getBoundingClientRect().top;
        const nearest = right
          ? found.reduce((best, each) => Math.abs(each.getBoundingClientRect().top - top) < Math.abs(best.getBoundingClientRect().top - top) ? each : best)
          : found[down > 0 ? 0 : found.length - 1];
        nearest.focus();
        return;
      }
    } while (true);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !calendar() || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select")) return;
    const step = STEPS[event.key] || { j: [1, 0], k: [-1, 0] }[event.key];
    const name = document.activeElement.closest?.("[data-calendar] .visit__name");
    const done = () => { event.preventDefault(); event.stopImmediatePropagation(); };
    if (held) {
      done();
      if (step) carry(step);
      else if (event.key === "Enter") drop();
      else if (event.key === "Escape") giveUp();
    } else if (name && step) { done(); walk(name, step); }
    else if (name && event.key === "m" && mover) {
      const item = name.closest("[data-at][data-minutes]");
      if (item) { done(); pick(item, true); }
    } else if (step && !name) {
      done();
      if (step[1]) document.querySelector(`.head [rel=${step[1] > 0 ? "next" : "prev"}]`)?.click();
      else items(calendar())[0]?.focus();
    }
  }, { capture: true });
})();
