/**
 * The picture in a file, upright as its camera held it.
 * @throws DOMException or Error where the file is no picture that this browser reads
 */
export async function decode(file: Blob): Promise<ImageBitmap> {
	try {
		return await createImageBitmap(file, { imageOrientation: 'from-image' });
	} catch (error) {
		// Browsers that do not know the word turn pictures upright by themselves.
		if (error instanceof TypeError) return createImageBitmap(file);
		throw error;
	}
}
