import qrcode from 'qrcode-generator';

/** A QR code (correction level M) as the path of an SVG with one unit a module; `size` is its width in modules. */
export function qrPath(text: string): { size: number; path: string } {
	const code = qrcode(0, 'M');
	// Written as alphanumeric a code of ours needs a third fewer modules.
	code.addData(text, /^[0-9A-Z $%*+\-./:]+$/.test(text) ? 'Alphanumeric' : 'Byte');
	code.make();
	const size = code.getModuleCount();
	let path = '';
	for (let row = 0; row < size; row++)
		for (let column = 0; column < size; column++)
			if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`;
	return { size, path };
}
