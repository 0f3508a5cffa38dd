// How wide the columns of a source's tables are: a page writes no style, so what a table says of itself is set here.
for (const table of document.querySelectorAll("[data-columns]")) {
  table.style.setProperty("--columns", table.dataset.columns);
}
