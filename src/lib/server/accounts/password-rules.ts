/** What a password that a person chooses must be. Length counts characters as people see them, not UTF-16 units. */
export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

export const PASSWORD_ISSUES = ['short', 'long', 'common', 'like-login'] as const;
export type PasswordIssue = (typeof PASSWORD_ISSUES)[number];

/** The head of every leaked list, plus what is typed in offices here; compared without case, digits at the end cut. */
const COMMON = new Set(
	(
		'1234567890 0123456789 1234567891 12345678910 0987654321 1122334455 1111111111 0000000000 8888888888 6666666666 ' +
		'9876543210 1234512345 1231231231 123123123123 147258369 1472583690 5201314520 1314520520 a123456789 aa123456789 ' +
		'abc123456789 abcd123456 abcd12345678 woaini1314 woaini520520 woaini5201314 qwertyuiop qwerty12345 qwerty123456 ' +
		'1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y qazwsxedcrfv zxcvbnm123 zxcvbnm1234 asdfghjkl asdfghjkl123 password password1 ' +
		'password12 password123 password1234 passw0rd123 p@ssw0rd123 p@ssword123 administrator admin12345 admin123456 ' +
		'adminadmin letmein123 iloveyou123 welcome123 welcome1234 changeme123 liangfeng liangfeng123 gonghui123 gonghui12345 ' +
		'gonghui2026 fuzhou123456 zonggonghui songqingliang songqingliang123 laodong123456 zhigong123456'
	).split(' ')
);

/** One character, or a short group, again and again; or digits in a row. */
function isMonotonous(text: string): boolean {
	if (/^(.{1,3})\1+$/u.test(text)) return true;
	return '01234567890123456789'.includes(text) || '98765432109876543210'.includes(text);
}

/** The first thing wrong with a password somebody chose, or null. */
export function passwordIssue(password: string, login: string): PasswordIssue | null {
	const text = password.normalize('NFKC');
	const length = [...text].length;
	if (length < PASSWORD_MIN) return 'short';
	if (length > PASSWORD_MAX) return 'long';
	const plain = text.toLowerCase();
	const name = login.toLowerCase();
	if (name && (plain === name || plain.replaceAll(name, '').length < 4)) return 'like-login';
	const stem = plain.replace(/[\d!@#.]+$/, '');
	if (COMMON.has(plain) || (stem.length >= 8 && COMMON.has(stem)) || isMonotonous(plain)) return 'common';
	return null;
}
