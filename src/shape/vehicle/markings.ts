/** The checks along the sides of emergency vehicles. */
import { bothSides, type Panel, type Rgb } from '../mesh/index.ts'
import type { AddPart } from './parts.ts'
import type { Proportions, Style } from './style.ts'

/** Length of a check, m; two rows of them stand between these shares of the band's height. */
const CHECK = 0.36
const [LOW, MIDDLE, HIGH] = [0.52, 0.69, 0.86]

const YELLOW: Rgb = [0.55, 0.62, 0.03]
const BLUE: Rgb = [0.01, 0.03, 0.22]
const GREEN: Rgb = [0.01, 0.16, 0.06]

/** Cuts the checks into the sides, from the front wheels to the tail. */
export const cutMarkings = (panel: Panel, p: Proportions): void => {
  const [front, rear] = [p.frontAxle - 0.1, p.rear + p.cornerRear]
  panel.region(
    'check',
    ({ p: [x, y], b }) =>
      y < 0.6 * p.halfWidth ? 1 : Math.max(LOW - b, b - HIGH, 0.5 * (x - front), 0.5 * (rear - x)),
    ['paint'],
  )
  const isCheck = ({
    p: [x, y],
    b,
  }: {
    readonly p: readonly [number, number, number]
    readonly b: number
  }): boolean =>
    y > 0.6 * p.halfWidth && b > LOW - 0.01 && b < HIGH + 0.01 && x > rear - 0.01 && x < front + 0.01
  panel.cut(({ b }) => b - MIDDLE, isCheck)
  for (let x = rear + CHECK; x < front; x += CHECK) panel.cut((q) => q.p[0] - x, isCheck)
  panel.mark(
    'other-check',
    ({ p: [x], b }) => (Math.floor((x - rear) / CHECK) + (b < MIDDLE ? 1 : 0)) % 2 === 0,
    ['check'],
  )
}

/** Police cars wear blue and yellow, ambulances green and yellow, as in several countries. */
export const addMarkings = (add: AddPart, panel: Panel, style: Style): void => {
  add('checks', bothSides(panel.mesh('check')), 'paint', YELLOW, 'body')
  add(
    'other-checks',
    bothSides(panel.mesh('other-check')),
    'paint',
    style.cargo === true ? GREEN : BLUE,
    'body',
  )
}
