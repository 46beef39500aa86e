/** A photo's file; null where it is not to be had for now; `lost` where the server had it and has it no more. */
export type FoundPicture = Blob | 'lost' | null;
