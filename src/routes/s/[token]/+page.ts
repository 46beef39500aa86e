/** The page is small and works without script. */
export const csr = false;
