/** OpenLABEL files against their own rules; each is read whole, for it is of one run. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { filesBelow } from '../place.ts'

interface Numbered {
  readonly name: string
  readonly val: readonly number[]
  readonly attributes?: { readonly num: readonly { readonly name: string; readonly val: number }[] }
}

interface Frame {
  readonly frame_properties: { readonly streams: Readonly<Record<string, { readonly uri?: string }>> }
  readonly objects: Readonly<
    Record<
      string,
      { readonly object_data: { readonly cuboid: readonly Numbered[]; readonly bbox?: readonly Numbered[] } }
    >
  >
}

interface Content {
  readonly metadata: { readonly schema_version: string; readonly split: string; readonly name: string }
  readonly objects: Readonly<
    Record<string, { readonly frame_intervals: readonly { frame_start: number; frame_end: number }[] }>
  >
  readonly frames: Readonly<Record<string, Frame>>
}

export async function* verifyOpenlabel(folder: string): AsyncGenerator<string, void, void> {
  const splits = new Map<string, string>()
  for await (const path of filesBelow(folder, 'labels')) {
    let content: Content
    try {
      ;({ openlabel: content } = JSON.parse(await readFile(join(folder, path), 'utf8')) as {
        openlabel: Content
      })
      if (content.metadata.schema_version !== '1.0.0') yield `${path}: it is not of OpenLABEL 1.0.0`
      const { name, split } = content.metadata
      const known = splits.get(name) ?? split
      if (known !== split) yield `${path}: run '${name}' stands in ${known} and in ${split}`
      splits.set(name, known)
      for (const [n, frame] of Object.entries(content.frames))
        for (const problem of frameProblems(frame, Number(n), content, join(folder, dirname(path))))
          yield `${path}: frame ${n}: ${problem}`
    } catch (error) {
      yield `${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }
  }
}

function* frameProblems(
  { frame_properties, objects }: Frame,
  n: number,
  content: Content,
  folder: string,
): Generator<string, void, void> {
  for (const { uri } of Object.values(frame_properties.streams))
    if (uri !== undefined && !existsSync(join(folder, uri))) yield `${uri} is missing`
  for (const [uid, { object_data }] of Object.entries(objects)) {
    const declared = content.objects[uid] as Content['objects'][string] | undefined
    if (!declared?.frame_intervals.some((q) => q.frame_start <= n && n <= q.frame_end))
      yield `object ${uid} is not declared for it`
    for (const { val } of object_data.cuboid) {
      if (Math.abs(Math.hypot(...val.slice(3, 7)) - 1) > 1e-4)
        yield `object ${uid}: its quaternion is no rotation`
      if (!val.slice(7).every((size) => size > 0)) yield `object ${uid}: its cuboid is empty`
    }
    const boxes = object_data.bbox ?? []
    for (const { name, val, attributes } of boxes) {
      if (!(val[2] > 0 && val[3] > 0)) yield `object ${uid}: ${name} is empty`
      for (const share of attributes?.num ?? [])
        if (share.name !== 'visible_px' && !(share.val >= 0 && share.val <= 1))
          yield `object ${uid}: ${name}: its ${share.name} is ${share.val}`
      if (!name.endsWith('.visible')) continue
      const amodal = boxes.find((box) => box.name === name.replace(/visible$/, 'amodal'))
      if (amodal === undefined || !isWithin(val, amodal.val))
        yield `object ${uid}: ${name} goes past the amodal box`
    }
  }
}

/** Boxes by centre and size; halves of pixels are exact. */
const isWithin = ([x, y, w, h]: readonly number[], [ax, ay, aw, ah]: readonly number[]): boolean =>
  Math.abs(x - ax) <= (aw - w) / 2 && Math.abs(y - ay) <= (ah - h) / 2
