/** True for bytes that begin as a file of this type does: nothing else is kept or ever served under it. */
export function isPhotoFile(mime: string, bytes: Uint8Array): boolean {
	const at = (place: number, text: string) =>
		[...text].every((sign, offset) => bytes[place + offset] === sign.charCodeAt(0));
	switch (mime) {
		case 'image/jpeg':
			return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
		case 'image/webp':
			return at(0, 'RIFF') && at(8, 'WEBP');
		default:
			return false;
	}
}
