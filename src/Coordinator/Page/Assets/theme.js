// Before the first paint: the visitor's own choice of light or dark, where there is one.
(() => {
    const key = 'deepiot-theme';
    const apply = theme => {
        document.documentElement.style.colorScheme = theme ?? '';
        document.documentElement.dataset.theme = theme ?? '';
    };
    apply(localStorage.getItem(key));
    document.addEventListener('click', event => {
        if (!event.target.closest('[data-action=theme]'))
            return;
        const isDark = getComputedStyle(document.documentElement).getPropertyValue('--is-dark').trim() === '1';
        localStorage.setItem(key, isDark ? 'light' : 'dark');
        apply(localStorage.getItem(key));
    });
})();
