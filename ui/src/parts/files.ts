import type { Backend } from "../backend/backend";

/** A file's bytes in base64. */
export const base64Of = (file: File) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(new Error(reader.error?.message));
    reader.readAsDataURL(file);
  });

/** How often somebody who waits is told. */
const ASK_MS = 200;

/** Does it, and tells meanwhile how many rows of the file were read. */
export async function whileRead<T>(
  backend: Pick<Backend, "fileRows">,
  tell: (rows: number) => void,
  deed: () => Promise<T>,
): Promise<T> {
  const ask = () =>
    void backend.fileRows().then(
      ({ rows }) => tell(rows),
      () => null,
    );
  const asking = setInterval(ask, ASK_MS);
  try {
    return await deed();
  } finally {
    clearInterval(asking);
  }
}
