/* What the pages add where JavaScript runs. Every core act works without it. */
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const $ = (selector) => document.querySelector(selector);

  // A choice that acts at once; without JavaScript its form has a button.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // Of several steps one is open; the page's first button does that one, and says so.
  document.addEventListener("toggle", (event) => {
    const step = event.target;
    const first = $(".head__end button[form][data-key=e]");
    const form = first && step.open && step.matches("details[name=step]") && step.querySelector("form[id]");
    if (!form) return;
    first.setAttribute("form", form.id);
    first.firstChild.textContent = `${form.querySelector("button.btn").textContent} `;
  }, true);

  // Of many names to tick, those that hold what is typed; what is ticked stays in sight.
  document.addEventListener("input", (event) => {
    const pick = event.target.matches("[data-pick-find]") && event.target.closest("[data-pick]");
    if (!pick) return;
    const typed = event.target.value.trim().toLowerCase();
    for (const name of pick.querySelectorAll(".ticks label"))
      name.hidden = !name.textContent.toLowerCase().includes(typed) && !name.querySelector("input").checked;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-pick-find]")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) $(`#${opener.dataset.open}`).showModal();
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });

  // A value goes to the clipboard; where the browser keeps that closed, it is marked, ready to be copied.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector(".hand__value"));
      return;
    }
    const words = button.dataset.words ||= button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });

  // Toasts leave by themselves, but never under the pointer or the focus.
  const expire = (root) => {
    for (const toast of root.querySelectorAll("[data-gone-after]")) {
      const leave = () => toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove();
      setTimeout(leave, 1000 * toast.dataset.goneAfter);
    }
  };
  document.addEventListener("DOMContentLoaded", () => expire(document));
  document.addEventListener("htmx:oobAfterSwap", (event) => expire(event.detail.target));

  const rows = () => [...document.querySelectorAll(".row__title")];
  const isPhone = () => window.matchMedia("(max-width: 860px)").matches;

  // A page that shows one task shows its row too, and after an act the next task's title is where reading goes on.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector(".row[aria-current]")?.scrollIntoView({ block: "nearest" });
    if (sessionStorage.getItem("sent")) $("#task-h")?.focus({ preventScroll: true });
  });

  // A row opens beside the list; on a phone the task is its own page.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target.id !== "work" || !isPhone()) return;
    event.preventDefault();
    if (event.detail.elt.id !== "work") window.location.href = event.detail.pathInfo.requestPath;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "work") return;
    for (const row of document.querySelectorAll(".row[aria-current]")) row.removeAttribute("aria-current");
    const path = event.detail.pathInfo.requestPath.split("?")[0];
    const opened = rows().find((row) => row.pathname === path);
    if (!opened) return;
    opened.closest(".row").setAttribute("aria-current", "true");
  });
  // The list anew keeps the mark on the row that is open.
  document.addEventListener("htmx:configRequest", (event) => {
    const open = event.detail.elt.id === "desk-rows" && rows().find((row) => row.closest("[aria-current]"));
    if (open) event.detail.parameters.open = open.id.slice(2);
  });
  // After the act comes the next row.
  document.addEventListener("submit", (event) => {
    const then = event.target.querySelector("[data-next]");
    if (!then || isPhone()) return;
    const all = rows();
    const at = all.findIndex((row) => row.closest("[aria-current]"));
    const next = all[at + 1] || all[at - 1];
    if (at >= 0 && next) then.value = next.getAttribute("href");
  });

  // Nothing typed is lost when the session ends: what stands in a form waits in this tab until the form is sent.
  const draftOf = (form) => `draft ${new URL(form.action).pathname} ${form.querySelector("[name=choice]")?.value || ""}`;
  const typedIn = (form) => [...form.elements].filter((field) => field.name && !["hidden", "password", "file"].includes(field.type) && field.type !== "submit");
  const isTick = (field) => ["radio", "checkbox"].includes(field.type);
  const keptAs = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
  const restore = () => {
    for (const form of document.querySelectorAll("#work form[method=post], form[data-draft]")) {
      const kept = JSON.parse(sessionStorage.getItem(draftOf(form)) || "{}");
      for (const field of typedIn(form)) {
        if (!(keptAs(field) in kept)) continue;
        if (isTick(field)) field.checked = kept[keptAs(field)];
        else if (field.value === field.defaultValue) field.value = kept[field.name];
      }
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.closest("#work, [data-draft]")) return;
    const typed = Object.fromEntries(typedIn(form).filter((field) => field.tagName !== "SELECT").map((field) => [keptAs(field), isTick(field) ? field.checked : field.value]));
    sessionStorage.setItem(draftOf(form), JSON.stringify(typed));
  });
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target.id === "work") restore(); });
  // A page that came back tells that the form sent before it was taken; unless signing in again stood between.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) sessionStorage.clear();
    else if (event.target.closest("#work, [data-draft]")) sessionStorage.setItem("sent", draftOf(event.target));
  });
  document.addEventListener("DOMContentLoaded", () => {
    const sent = sessionStorage.getItem("sent");
    sessionStorage.removeItem("sent");
    const wasTaken = !document.referrer.includes("/accounts/") && !document.querySelector("#work .field--error, [data-draft] .errors");
    if (sent && wasTaken) sessionStorage.removeItem(sent);
    restore();
  });

  // Keys. Rows move with j and k; any element with data-key answers to its letter.
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(document.activeElement);
    const start = now >= 0 ? now : all.findIndex((row) => row.closest("[aria-current]"));
    const next = all[Math.min(Math.max(start + step, 0), all.length - 1)];
    next.focus({ preventScroll: true });
    next.closest(".row, .row--line").scrollIntoView({ block: "nearest" });
  };
  const fieldOf = (box) => box.querySelector("input:not([type=hidden]), textarea, select, [data-first]");
  const press = (key) => {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
    if (!target) return false;
    if (target.matches("summary")) {
      target.parentElement.open = true;
      (target.parentElement.querySelector("[data-first]") || fieldOf(target.parentElement) || target).focus();
    } else if (target.matches("[data-act]")) {
      const empty = [...target.form.querySelectorAll("[required], [data-required]")].find((field) => !field.value);
      (empty || target).focus();
    } else {
      target.click();
    }
    return true;
  };
  // A key pressed on a row that is not open yet opens it first; what is typed meanwhile must not act on anything.
  let waiting = null;
  const pressOnRow = (key) => {
    const row = document.activeElement.closest?.(".row__title");
    if (!row || row.closest("[aria-current]") || !"esan".includes(key)) return press(key);
    if (isPhone()) return false;
    waiting = { key, path: row.pathname };
    row.click();
    return true;
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!waiting || event.detail.pathInfo.requestPath.split("?")[0] !== waiting.path) return;
    const { key } = waiting;
    waiting = null;
    press(key);
  });
  for (const failure of ["htmx:responseError", "htmx:sendError"])
    document.addEventListener(failure, () => { waiting = null; });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      const open = event.target.closest("details.menu[open], details.tool[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      else if (typing) event.target.blur();
      return;
    }
    if (waiting) { event.preventDefault(); return; }
    if (typing || document.querySelector("dialog[open]")) return;
    if (event.key === "/" && $("#q")) $("#q").focus();
    else if (event.key === "?" && $("#keys-help")) $("#keys-help").showModal();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key.length !== 1 || !pressOnRow(event.key)) return;
    event.preventDefault();
  });
})();
