/** The small build of exifr (JPEG, the tags of TIFF and EXIF) has the same shape as the whole. */
declare module 'exifr/dist/mini.esm.mjs' {
	export { default } from 'exifr';
}
