/**
 * Files of a tar archive (POSIX.1-1988 ustar) as bytes: a header block, the content, zeros up to the next block. Owner,
 * group and time are nought, so the same content gives the same archive.
 */
export const TAR_BLOCK = 512

/** What ends an archive. */
export const TAR_END = new Uint8Array(2 * TAR_BLOCK)

/** The longest name that the header holds without a split at a slash, bytes. */
const NAME = 100

/** One file, header and padding included. @throws RangeError when the header cannot hold its name or size */
export const tarFile = (name: string, content: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(TAR_BLOCK + Math.ceil(content.length / TAR_BLOCK) * TAR_BLOCK)
  const put = (at: number, text: string): void => bytes.set(Buffer.from(text), at)
  const octal = (at: number, length: number, value: number): void =>
    put(at, value.toString(8).padStart(length - 1, '0'))
  if (Buffer.byteLength(name) > NAME) throw new RangeError(`a tar archive cannot hold the name '${name}'`)
  if (content.length >= 8 ** 11) throw new RangeError(`'${name}' is too large for a tar archive`)
  put(0, name)
  octal(100, 8, 0o644)
  octal(108, 8, 0)
  octal(116, 8, 0)
  octal(124, 12, content.length)
  octal(136, 12, 0)
  put(156, '0')
  put(257, 'ustar\0')
  put(263, '00')
  // The sum of all bytes of the header with its own eight as blanks.
  put(148, ' '.repeat(8))
  const sum = bytes.subarray(0, TAR_BLOCK).reduce((a, b) => a + b, 0)
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `)
  bytes.set(content, TAR_BLOCK)
  return bytes
}

/** Name and size of the file that a header is of; null: the archive ends here. @throws RangeError when it is no header */
export const readHeader = (block: Uint8Array): { path: string; bytes: number } | null => {
  if (block.every((byte) => byte === 0)) return null
  const field = (from: number, to: number): string =>
    Buffer.from(block.subarray(from, to)).toString().split('\0')[0]
  const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0)
  if (parseInt(field(148, 156), 8) !== sum) throw new RangeError('a header has a wrong checksum')
  return { path: field(0, NAME), bytes: parseInt(field(124, 136), 8) }
}
