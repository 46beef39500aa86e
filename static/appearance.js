// Runs before the first paint, on phone and desk alike: the language, theme and text size a person chose, from the
// phone's own storage (cookies are cleared sooner than it). Kept in step with src/lib/ui/appearance.ts.
// Last it asks which databases there are, and for nothing in them: a phone's browser then gets its database ready
// beside the page's code and not after it.
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
})();
