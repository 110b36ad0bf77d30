/** Reads a tar archive that is small enough to hold in memory (POSIX ustar with GNU long names). */

export interface TarEntry {
  readonly path: string
  /** '0' file, '5' folder, '2' symbolic link (others are skipped by whoever reads). */
  readonly type: string
  readonly target: string
  readonly mode: number
  readonly data: Uint8Array
}

const BLOCK = 512

const text = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0)
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end))
}

const octal = (bytes: Uint8Array): number => parseInt(text(bytes).trim() || '0', 8)

/** The entries of `archive`, in order. Throws on an archive that is cut off. */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let longName: string | null = null
  let longTarget: string | null = null
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK)
    if (header.every((b) => b === 0)) return
    const size = octal(header.subarray(124, 136))
    const data = archive.subarray(at + BLOCK, at + BLOCK + size)
    if (data.length < size) throw new Error('tar archive is cut off')
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    const type = String.fromCharCode(header[156] === 0 ? 0x30 : header[156])
    if (type === 'L') longName = text(data)
    else if (type === 'K') longTarget = text(data)
    else {
      const isUstar = text(header.subarray(257, 262)) === 'ustar' && header[262] === 0
      const prefix = isUstar ? text(header.subarray(345, 500)) : ''
      const name = text(header.subarray(0, 100))
      yield {
        path: longName ?? (prefix === '' ? name : `${prefix}/${name}`),
        type,
        target: longTarget ?? text(header.subarray(157, 257)),
        mode: octal(header.subarray(100, 108)),
        data,
      }
      longName = null
      longTarget = null
    }
  }
  throw new Error('tar archive is cut off')
}
