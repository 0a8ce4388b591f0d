/* What the pages add where JavaScript runs. Every core act works without it. */
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const $ = (selector) => document.querySelector(selector);

  // A choice that acts at once; without JavaScript its form has a button.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) $(`#${opener.dataset.open}`).showModal();
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(event.target)) menu.open = false;
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

  // Keys. Rows move with j and k; any element with data-key answers to its letter.
  const rows = () => [...document.querySelectorAll(".row__title")];
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row === document.activeElement || row.closest(".row").contains(document.activeElement));
    const start = now >= 0 ? now : all.findIndex((row) => row.closest("[aria-current]"));
    const next = all[Math.min(Math.max(start + step, 0), all.length - 1)];
    next.focus({ preventScroll: true });
    next.closest(".row").scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
    if (!target) return false;
    const box = target.closest("details");
    if (target.matches("summary")) {
      box.open = true;
      const field = box.querySelector("input:not([type=hidden]), textarea, select");
      (field || target).focus();
    } else if (target.matches("[data-focus]")) {
      target.focus();
    } else {
      target.click();
    }
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      const menu = event.target.closest("details.menu[open], details.tool[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      return;
    }
    if (typing || document.querySelector("dialog[open]")) return;
    if (event.key === "/" && $("#q")) $("#q").focus();
    else if (event.key === "?" && $("#keys-help")) $("#keys-help").showModal();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key.length !== 1 || !press(event.key)) return;
    event.preventDefault();
  });
})();
