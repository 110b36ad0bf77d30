/** Pictures to bytes. The only file that knows the picture codec. The same pixels give the same bytes. */
import sharp from 'sharp'

// A data set's every picture is another one: a cache of them would only grow.
sharp.cache(false)

/** RGBA (4 bytes a pixel; alpha is dropped) -> JPEG, 4:2:0. `quality` 1..100. */
export const encodeJpeg = (
  rgba: Uint8Array,
  width: number,
  height: number,
  quality: number,
): Promise<Uint8Array> =>
  sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality })
    .toBuffer()

/** A picture's file -> JPEG, quality 75, no wider than `width`. Rejects when it cannot be read. */
export const encodeThumbnail = (path: string, width: number): Promise<Uint8Array> =>
  sharp(path).resize({ width, withoutEnlargement: true }).jpeg({ quality: 75 }).toBuffer()

/** RGBA (4 bytes a pixel; alpha is dropped) -> PNG, 8-bit RGB. */
export const encodeRgbPng = (rgba: Uint8Array, width: number, height: number): Promise<Uint8Array> =>
  sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png(PNG)
    .toBuffer()

/** One value a pixel -> greyscale PNG of 8 or 16 bits, without any colour conversion. */
export const encodeGreyPng = (
  values: Uint8Array | Uint16Array,
  width: number,
  height: number,
): Promise<Uint8Array> =>
  sharp(values, { raw: { width, height, channels: 1 } })
    .toColourspace(values instanceof Uint16Array ? 'grey16' : 'b-w')
    .png(PNG)
    .toBuffer()

/** RGB, 16 bits each, 3 numbers a pixel -> PNG, without any colour conversion. */
export const encodeRgb16Png = (values: Uint16Array, width: number, height: number): Promise<Uint8Array> =>
  sharp(values, { raw: { width, height, channels: 3 } })
    .toColourspace('rgb16')
    .png(PNG)
    .toBuffer()

/** Size of the picture in a file; null: it is none. */
export const pictureSize = (path: string): Promise<{ width: number; height: number } | null> =>
  sharp(path)
    .metadata()
    .then(({ width, height }) => ({ width, height }))
    .catch(() => null)

/** A picture of a file as 3 bytes a pixel; null: it is none. */
export const decodeRgb = (path: string): Promise<{ rgb: Uint8Array; width: number; height: number } | null> =>
  sharp(path)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .then(({ data, info }) => ({ rgb: data, width: info.width, height: info.height }))
    .catch(() => null)

/** A greyscale picture of a file as its numbers; null: there is none. */
export const decodeGrey = (
  path: string,
): Promise<{ values: Uint16Array; width: number; height: number } | null> =>
  sharp(path)
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
    .then(({ data, info }) => ({
      values: new Uint16Array(Uint8Array.from(data).buffer),
      width: info.width,
      height: info.height,
    }))
    .catch(() => null)

/** Level 1 takes a third of the time of the default for a few per cent more bytes. */
const PNG = { compressionLevel: 1 } as const
