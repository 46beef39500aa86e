/**
 * Reads codes from pictures, by zxing in WebAssembly: the same on every browser and without a network. Loaded only when
 * somebody scans.
 */
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

export type ReadPicture = (picture: ImageBitmapSource) => Promise<string | null>;

/**
 * Loads the reader.
 * @throws where this browser cannot compile WebAssembly under the page's policy (Safari before 16)
 */
export async function openCodeReader(): Promise<ReadPicture> {
	await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
	const detector = new BarcodeDetector({ formats: ['qr_code'] });
	return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null;
}
