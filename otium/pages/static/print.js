/* Prints the page that is shown; without JavaScript the browser's own menu does. */
document.querySelector("[data-print]").addEventListener("click", () => print());
