/** What holds of every annotation that we write, whatever document it stands in. */
import type { Clip } from '../exporter.ts'

type Box = readonly [x: number, y: number, width: number, height: number]

/** What of an annotation the rules are about. */
export interface Annotation {
  readonly bbox: Box
  readonly area: number
  readonly segmentation: { readonly size: readonly [height: number, width: number]; readonly counts: string }
  readonly amodal_bbox: Box
  readonly occlusion: number
  readonly truncation: number
  readonly track_id: number
  readonly actor: string
}

/** Rounding in files. */
const EPSILON = 1e-5

const isWithin = ([x, y, w, h]: Box, [left, top, width, height]: Box): boolean =>
  x >= left - EPSILON &&
  y >= top - EPSILON &&
  x + w <= left + width + EPSILON &&
  y + h <= top + height + EPSILON

/** What is wrong with an annotation of a picture, in words. */
export const annotationProblems = (a: Annotation, width: number, height: number): string[] => {
  const problems: string[] = []
  const say = (isRight: boolean, what: string): void => {
    if (!isRight) problems.push(what)
  }
  say(a.bbox[2] > 0 && a.bbox[3] > 0, 'its box is empty')
  say(isWithin(a.bbox, [0, 0, width, height]), 'its box goes past the picture')
  say(isWithin(a.bbox, a.amodal_bbox), 'its visible box goes past the amodal one')
  say(a.occlusion >= 0 && a.occlusion <= 1, `its occlusion is ${a.occlusion}`)
  say(a.truncation >= 0 && a.truncation <= 1, `its truncation is ${a.truncation}`)
  if (a.segmentation.size[0] !== height || a.segmentation.size[1] !== width)
    problems.push('its mask is of another size than the picture')
  else {
    const mask = maskOf(a.segmentation.counts, height)
    say(mask.end === width * height, 'its mask does not fill the picture')
    say(mask.area === a.area, `its area is ${a.area}, its mask has ${mask.area} pixels`)
    say(
      mask.box.every((value, i) => value === a.bbox[i]),
      `its box is ${a.bbox.join(', ')}, round its mask lies ${mask.box.join(', ')}`,
    )
  }
  return problems
}

/** Area and tight box of COCO's compressed run lengths, which run down the columns. */
const maskOf = (text: string, height: number): { area: number; box: Box; end: number } => {
  let [area, at, left, top, right, bottom] = [0, 0, Infinity, Infinity, -1, -1]
  runsOf(text).forEach((run, i) => {
    if (i % 2 === 1 && run > 0) {
      area += run
      const last = at + run - 1
      left = Math.min(left, Math.floor(at / height))
      right = Math.max(right, Math.floor(last / height))
      const isOneColumn = Math.floor(at / height) === Math.floor(last / height)
      top = isOneColumn ? Math.min(top, at % height) : 0
      bottom = isOneColumn ? Math.max(bottom, last % height) : height - 1
    }
    at += run
  })
  return {
    ...{ area, end: at },
    box: area === 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1],
  }
}

/** Groups of five bits from the low end, 0x20: more follow; from the fourth on less the one two before. */
const runsOf = (text: string): number[] => {
  const runs: number[] = []
  for (let i = 0; i < text.length;) {
    let value = 0
    let shift = 0
    let group: number
    do {
      group = text.charCodeAt(i++) - 48
      value |= (group & 0x1f) << shift
      shift += 5
    } while ((group & 0x20) !== 0 && i < text.length)
    if ((group & 0x10) !== 0) value |= -1 << shift
    runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value)
  }
  return runs
}

/** Tells when a track is somebody else later on, or a run stands in two splits. */
export const createTrackRules = (): ((
  image: { readonly clip: string; readonly split: Clip['split'] },
  annotations: readonly (Pick<Annotation, 'track_id' | 'actor'> & { readonly category: string | number })[],
) => string[]) => {
  const splits = new Map<string, string>()
  const tracks = new Map<string, string>()
  return ({ clip, split }, annotations) => {
    const problems: string[] = []
    const known = splits.get(clip)
    if (known !== undefined && known !== split)
      problems.push(`run '${clip}' stands in ${known} and in ${split}`)
    splits.set(clip, split)
    for (const { track_id, actor, category } of annotations) {
      const who = `${actor}, ${category}`
      const before = tracks.get(`${clip}/${track_id}`) ?? who
      if (before !== who) problems.push(`track ${track_id} of '${clip}' is (${who}), and was (${before})`)
      tracks.set(`${clip}/${track_id}`, before)
    }
    return problems
  }
}
