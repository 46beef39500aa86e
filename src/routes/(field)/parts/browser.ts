/** Which phone and browser this is, for the help that differs between them. Guessed from the user agent, on the phone only. */
export const BRANDS = ['huawei', 'xiaomi', 'oppo', 'honor', 'samsung', 'iphone', 'desktop'] as const;
export type Brand = (typeof BRANDS)[number];

export function isWeChat(agent: string): boolean {
	return /MicroMessenger/i.test(agent);
}

export function brandOf(agent: string): Brand {
	if (/iPhone|iPad|iPod/i.test(agent)) return 'iphone';
	if (/HONOR/i.test(agent)) return 'honor';
	if (/HarmonyOS|OpenHarmony|HUAWEI|HBPC/i.test(agent)) return 'huawei';
	if (/MiuiBrowser|XiaoMi|Redmi|\bMi \d/i.test(agent)) return 'xiaomi';
	if (/OPPO|HeyTap|vivo|OnePlus|realme/i.test(agent)) return 'oppo';
	if (/Samsung|SM-[A-Z]/i.test(agent)) return 'samsung';
	return 'desktop';
}

/** Whether this browser can tell if its storage is kept; where it cannot, a private window looks like any other. */
export function saysPersistence(navigator: {
	readonly storage?: Partial<StorageManager> | undefined;
}): boolean {
	return typeof navigator.storage?.persisted === 'function';
}

/** Opened from the home screen, not in a browser's tab. */
export function isInstalled(): boolean {
	return (
		matchMedia('(display-mode: standalone)').matches ||
		(navigator as { standalone?: boolean }).standalone === true
	);
}

/** True where the browser tells Wi-Fi from mobile data (Network Information API, `type`). */
export function knowsWifi(): boolean {
	const { connection } = navigator as { connection?: { readonly type?: string } };
	return connection?.type !== undefined && connection.type !== 'unknown';
}
