// Runs before the first paint, on phone and desk alike: the language, theme and text size a person chose, from the
// phone's own storage (cookies are cleared sooner than it). Kept in step with src/lib/ui/appearance.ts.
// Then it asks which databases there are, and for nothing in them: a phone's browser then gets its database ready
// beside the page's code and not after it.
// Last it waits for a page that cannot begin, since a part that every page begins with was lost on its way: nothing of
// the app runs then that could say so.
(function () {
	var root = document.documentElement;
	function read(name) {
		try {
			var kept = localStorage.getItem(name);
			if (kept) return kept;
		} catch {
			// Storage is closed to this page: the cookie decides.
		}
		var found = new RegExp('(?:^|; )' + name + '=([^;]*)').exec(document.cookie);
		return found ? decodeURIComponent(found[1]) : '';
	}
	var theme = read('theme');
	if (theme === 'light' || theme === 'dark') root.setAttribute('data-theme', theme);
	if (read('size') === 'large') root.setAttribute('data-size', 'large');
	var language = read('PARAGLIDE_LOCALE');
	if (language === 'en' || language === 'zh-CN') {
		root.lang = language;
		if (document.cookie.indexOf('PARAGLIDE_LOCALE=' + language) < 0)
			document.cookie = 'PARAGLIDE_LOCALE=' + language + '; path=/; max-age=34560000; samesite=lax';
	}
	if (location.pathname.indexOf('/desk') !== 0 && window.indexedDB && indexedDB.databases)
		indexedDB.databases().catch(function () {});

	function sayLost(event) {
		// `data-started` is set by the layout of all pages; browsers say of a lost module that it could not be imported.
		if (!(event.reason instanceof TypeError) || !/import/i.test(event.reason.message) || root.hasAttribute('data-started')) return;
		window.removeEventListener('unhandledrejection', sayLost);
		var words =
			root.lang === 'en'
				? 'Part of this page did not arrive. Open it again when there is a network.'
				: '页面没有收全，请在有网络时重新打开。';
		// The app's own styles may be among what was lost.
		var style = 'display: block; padding: 2rem 1.25rem; font: 1.125rem/1.6 system-ui, sans-serif';
		document.body.insertAdjacentHTML(
			'afterbegin',
			'<p role="alert"><a href="" style="' + style + '">' + words + '</a></p>'
		);
	}
	window.addEventListener('unhandledrejection', sayLost);
})();
