/** Filters, copying and the theme. Without it everything is there and readable. */
export const script = `
(() => {
  const root = document.documentElement;
  const theme = document.querySelector('.theme');
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const name = () => { theme.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  theme.hidden = false;
  theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; name(); });
  name();

  const form = document.getElementById('filters');
  const cards = [...document.querySelectorAll('.finding')];
  if (form) {
    form.hidden = false;
    const apply = () => {
      const wanted = new FormData(form);
      const words = String(wanted.get('search') ?? '').toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const card of cards) {
        const fits = ['environment', 'kind', 'severity'].every((key) => !wanted.get(key) || wanted.get(key) === card.dataset[key])
          && words.every((word) => card.dataset.search.includes(word));
        card.hidden = !fits;
        if (fits) shown++;
      }
      form.elements.shown.value = shown + ' of ' + cards.length + ' shown';
      document.getElementById('filtered-out').hidden = shown > 0;
    };
    form.addEventListener('input', apply);
    form.addEventListener('submit', (event) => event.preventDefault());
    apply();
  }

  for (const button of document.querySelectorAll('.copy')) {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    });
  }

  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === 'DETAILS') { target.hidden = false; target.open = true; target.scrollIntoView(); }
  };
  addEventListener('hashchange', reveal);
  reveal();
  addEventListener('beforeprint', () => { for (const card of cards) card.open = true; });
})();
`.trim();
