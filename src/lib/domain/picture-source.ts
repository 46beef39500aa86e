/** What the camera sees at one moment: copied by the page, or where the browser can, taken as it is and copied in the worker. */
export type CameraFrame = ImageBitmap | VideoFrame;

/** What a photo is made of. */
export type PictureSource =
	/** A frame of the camera; it is taken over and closed. */
	| { readonly from: 'frame'; readonly frame: CameraFrame }
	/** A file of the gallery, as it lies there. */
	| { readonly from: 'file'; readonly file: Blob }
	/** A photo made before: its stamp is written anew. */
	| { readonly from: 'photo'; readonly file: Blob };
