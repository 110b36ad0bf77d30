/** Lane borders and road edges in a picture. */
import { lerp, norm, project, sub, type Vec3 } from '../math/index.ts'
import { SEMANTIC_CLASSES } from '../world/index.ts'
import type { CameraFrame, LineLabel, LinePoint } from './frame.ts'
import { isInside, isSeen } from './hidden.ts'
import type { RoadLine } from './road-lines.ts'

/** Lines are labelled up to this distance, m: a line as wide as a hand is half a pixel there. */
const RANGE = 150
/** Nearer than this they get a point every half metre, m: a lens may bend them. */
const NEAR = 12
const PARTS = 4
/** Halvings by which the place is found where a line leaves the picture. */
const HALVINGS = 12
/** What lies on the ground stands no higher over it than this, m: snow. */
const COVER = 0.12
/** Rows of the picture by which a point of the ground may be off, px. */
const ROWS = 1.5

const PAINT = SEMANTIC_CLASSES.indexOf('road-marking')

type Frame = Pick<CameraFrame, 'view' | 'width' | 'height' | 'depth' | 'instance' | 'semantic'>

export const linesOf = (frame: Frame, lines: readonly RoadLine[]): LineLabel[] => {
  const eye = frame.view.pose.position
  return lines
    .filter(({ center, radius }) => norm(sub(center, eye)) < RANGE + radius)
    .flatMap(({ what, points }) =>
      piecesInside(frame, points).map((piece): LineLabel => ({
        ...what,
        points: piece.map((point) => labelPoint(frame, point)),
      })),
    )
}

const isShown = (frame: Frame, point: Vec3): boolean => {
  const [u, v, depth] = project(frame.view, point)
  return (
    depth >= frame.view.near && isInside(frame, u, v) && norm(sub(point, frame.view.pose.position)) <= RANGE
  )
}

/** The runs of points that are in the picture, with the places where the line comes in and goes out. */
const piecesInside = (frame: Frame, points: readonly Vec3[]): Vec3[][] => {
  const pieces: Vec3[][] = []
  let open: Vec3[] | null = null
  const dense = points.flatMap((p, i) =>
    i > 0 && norm(sub(p, frame.view.pose.position)) < NEAR
      ? Array.from({ length: PARTS }, (_, k) => between(points[i - 1], p, (k + 1) / PARTS))
      : [p],
  )
  dense.forEach((point, i) => {
    const isIn = isShown(frame, point)
    if (isIn && open === null) {
      open = i === 0 ? [] : [border(frame, point, dense[i - 1])]
      pieces.push(open)
    }
    if (isIn) open?.push(point)
    else if (open !== null) {
      open.push(border(frame, dense[i - 1], point))
      open = null
    }
  })
  return pieces.filter((piece) => piece.length > 1)
}

const between = (a: Vec3, b: Vec3, k: number): Vec3 => [
  lerp(a[0], b[0], k),
  lerp(a[1], b[1], k),
  lerp(a[2], b[2], k),
]

/** The last place in the picture on the way from a point in it to one outside. */
const border = (frame: Frame, inside: Vec3, outside: Vec3): Vec3 => {
  let [from, to] = [0, 1]
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (from + to) / 2
    if (isShown(frame, between(inside, outside, middle))) from = middle
    else to = middle
  }
  return between(inside, outside, from)
}

const labelPoint = (frame: Frame, point: Vec3): LinePoint => {
  const [u, v, depth] = project(frame.view, point)
  // Along the ground a row of pixels is depth^2 / (f h) long, h being the eye's height over it.
  const height = Math.max(0.5, frame.view.pose.position[2] - point[2])
  const row = (depth * depth) / (frame.view.pinhole.fy * height)
  const slack = (COVER * depth) / height + ROWS * row
  const visible = isSeen(frame, u, v, depth, slack, 0)
  return { point, pixel: [u, v], visible, painted: visible && isPaint(frame, u, v) }
}

const isPaint = ({ width, height, semantic }: Frame, u: number, v: number): boolean => {
  const [column, row] = [Math.floor(u), Math.floor(v)]
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++)
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++)
      if (semantic[y * width + x] === PAINT) return true
  return false
}
