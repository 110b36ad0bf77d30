/**
 * What makes a hatchback a hatchback: the side view and the plan of each body style, as shares of the
 * vehicle's own dimensions. Measured by eye on side views of current European cars.
 */
import { lerp } from '../../math/index.ts'
import type { AxleSpec, BodyStyle, VehicleSpec } from '../../scenario/index.ts'

/** Bodies of two curved skins: all cars, and the cabs of trucks. */
export type CarStyle = Extract<
  BodyStyle,
  'hatchback' | 'sedan' | 'estate' | 'coupe' | 'suv' | 'pickup' | 'van' | 'box-truck' | 'tractor'
>

/** Key points of the side view on the centreline and of the plan; metres in the body frame. */
export interface Proportions {
  readonly front: number
  readonly rear: number
  readonly halfWidth: number
  readonly height: number
  readonly frontAxle: number
  readonly clearance: number
  /** Axles whose wheels stand under this body, front first. */
  readonly axles: readonly AxleSpec[]
  /** Moves the front edge of the front door, m. */
  readonly doorShift: number
  /** Lower body's top on the centreline, [x, z] from the nose to the tail: bonnet, belt, boot lid. */
  readonly deck: readonly (readonly [number, number])[]
  /** How much lower that is at the full half-width: [x, drop]. */
  readonly deckCrown: readonly (readonly [number, number])[]
  /** Windscreen base and top, roof's rear edge, rear window base: x on the centreline. */
  readonly cowl: number
  readonly header: number
  readonly roofRear: number
  readonly backlightBase: number
  /** Roof on the centreline, [x, z]; its highest point is the vehicle's height. */
  readonly roof: readonly (readonly [number, number])[]
  readonly roofCrown: number
  /** Half-width between the roof's edges, and how far the side glass stands in from the widest line. */
  readonly roofHalfWidth: number
  readonly glassInset: number
  /** How far the plan's corners reach along the car, m. */
  readonly cornerFront: number
  readonly cornerRear: number
  /** Bottom edge of the bumpers, m above the ground. */
  readonly lipFront: number
  readonly lipRear: number
  readonly sill: number
  /** How much blunter than a car's the plan is, 0 car .. 1 box. */
  readonly blunt: number
}

export interface Style {
  readonly proportions: (spec: VehicleSpec) => Proportions
  /** Fraction from the windscreen pillar to the rear pillar where each side door ends. */
  readonly doors: readonly number[]
  /** The side glass ends at this fraction (van: after the front door). */
  readonly glassTo: number
  readonly backlight: boolean
  /** Black plastic round the wheel arches and along the sill. */
  readonly cladding: boolean
  /** A hold behind the front seats: twin doors with a pane each behind, a painted brow over the windscreen. */
  readonly cargo?: boolean
  /** An open bed behind the cabin. */
  readonly bed?: boolean
  readonly grille: 'slim' | 'wide' | 'tall' | 'truck'
  readonly lamps: 'swept' | 'upright' | 'truck'
}

interface SideView {
  readonly nose: number
  readonly bonnetMid: number
  readonly cowlHeight: number
  /** Behind the front axle, in wheelbases. */
  readonly cowl: number
  readonly header: number
  readonly headerHeight: number
  readonly peak: number
  readonly roofRearHeight: number
  /** Ahead of the rear bumper, m at a 4.5 m car. */
  readonly roofRear: number
  readonly backlightBase: number
  readonly tailHeight: number
  readonly beltRear: number
  readonly roofShare: number
  readonly glassInset: number
  readonly cornerFront: number
  readonly cornerRear: number
  readonly blunt: number
  readonly crown: number
}

const car =
  (v: SideView): Style['proportions'] =>
  (spec) => {
    const front = spec.length - spec.rearOverhang
    const rear = -spec.rearOverhang
    const [w, h] = [spec.width / 2, spec.height]
    const frontAxle = spec.axles[0].x
    const base = frontAxle - spec.axles[spec.axles.length - 1].x
    const size = spec.length / 4.5
    const cowl = frontAxle - v.cowl * base
    const header = frontAxle - v.header * base
    const roofRear = rear + v.roofRear * size
    const backlightBase = rear + v.backlightBase * size
    const peak = header + (roofRear - header) * v.peak
    return {
      front,
      rear,
      halfWidth: w,
      height: h,
      frontAxle,
      clearance: spec.groundClearance,
      axles: spec.axles,
      doorShift: 0,
      cowl,
      header,
      roofRear,
      backlightBase,
      deck: [
        [rear, v.tailHeight * h],
        [backlightBase, v.beltRear * h],
        [backlightBase + 0.25 * (cowl - backlightBase), (0.7 * v.beltRear + 0.3 * v.cowlHeight) * h],
        [cowl - 0.25, (v.cowlHeight + 0.002) * h],
        [cowl, v.cowlHeight * h],
        [frontAxle + 0.1 * (front - frontAxle), v.bonnetMid * h],
        [front - 0.22 * (front - frontAxle), (0.62 * v.nose + 0.38 * v.bonnetMid) * h],
        [front, v.nose * h],
      ],
      deckCrown: [
        [rear, 0.05],
        [backlightBase, v.crown],
        [cowl - 0.4, v.crown],
        [cowl, v.crown + 0.015],
        [frontAxle, 0.075],
        [front, 0.05],
      ],
      roof: [
        [roofRear - 0.1, v.roofRearHeight * h - 0.012],
        [roofRear, v.roofRearHeight * h],
        [peak, h],
        [header, v.headerHeight * h],
        [header + 0.1, v.headerHeight * h - 0.02],
      ],
      roofCrown: 0.055 - 0.02 * v.blunt,
      roofHalfWidth: w * v.roofShare,
      glassInset: v.glassInset,
      cornerFront: v.cornerFront * size,
      cornerRear: v.cornerRear * size,
      lipFront: spec.groundClearance + 0.03,
      lipRear: spec.groundClearance + 0.09,
      sill: spec.groundClearance + 0.04,
      blunt: v.blunt,
    }
  }

const sedan: SideView = {
  nose: 0.5,
  bonnetMid: 0.625,
  cowlHeight: 0.685,
  cowl: 0.115,
  header: 0.42,
  headerHeight: 0.962,
  peak: 0.3,
  roofRearHeight: 0.945,
  roofRear: 1.1,
  backlightBase: 0.42,
  tailHeight: 0.715,
  beltRear: 0.745,
  roofShare: 0.655,
  glassInset: 0.075,
  cornerFront: 0.62,
  cornerRear: 0.5,
  blunt: 0,
  crown: 0.05,
}

/** A cab over the front axle: nearly upright in front, square at the back. @param wide narrower than the spec by, each side */
const cabOf = (spec: VehicleSpec, height: number, wide: number): Proportions => {
  const front = spec.length - spec.rearOverhang
  const axle = spec.axles[0]
  const rear = Math.max(axle.x - axle.wheelRadius - 0.25, front - 2.3)
  const belt = 0.56 * height
  const halfWidth = spec.width / 2 - wide
  return {
    front,
    rear,
    halfWidth,
    height,
    frontAxle: axle.x,
    clearance: spec.groundClearance,
    axles: [axle],
    doorShift: 0.9,
    cowl: front - 0.1,
    header: front - 0.36,
    roofRear: rear + 0.1,
    backlightBase: rear + 0.06,
    deck: [
      [rear, belt],
      [front - 0.4, belt],
      [front, belt - 0.04],
    ],
    deckCrown: [
      [rear, 0.02],
      [front, 0.03],
    ],
    roof: [
      [rear, height - 0.01],
      [lerp(rear, front, 0.45), height],
      [front - 0.36, height - 0.1],
      [front, height - 0.14],
    ],
    roofCrown: 0.05,
    roofHalfWidth: 0.88 * halfWidth,
    glassInset: 0.06,
    cornerFront: 0.34,
    cornerRear: 0.12,
    lipFront: spec.groundClearance + 0.05,
    lipRear: spec.groundClearance + 0.25,
    sill: spec.groundClearance + 0.2,
    blunt: 1,
  }
}

export const STYLES: Readonly<Record<CarStyle, Style>> = {
  sedan: {
    proportions: car(sedan),
    doors: [0.43, 0.83],
    glassTo: 1,
    backlight: true,
    cladding: false,
    grille: 'wide',
    lamps: 'swept',
  },
  hatchback: {
    proportions: car({
      ...sedan,
      nose: 0.5,
      bonnetMid: 0.62,
      cowlHeight: 0.675,
      cowl: 0.12,
      header: 0.43,
      roofRear: 0.5,
      backlightBase: 0.13,
      roofRearHeight: 0.938,
      tailHeight: 0.72,
      beltRear: 0.735,
      cornerRear: 0.46,
      cornerFront: 0.58,
      crown: 0.045,
    }),
    doors: [0.5, 0.87],
    glassTo: 0.95,
    backlight: true,
    cladding: false,
    grille: 'slim',
    lamps: 'swept',
  },
  estate: {
    proportions: car({
      ...sedan,
      roofRear: 0.4,
      backlightBase: 0.13,
      roofRearHeight: 0.952,
      peak: 0.25,
      tailHeight: 0.705,
      beltRear: 0.725,
      cornerRear: 0.46,
    }),
    doors: [0.36, 0.68],
    glassTo: 1,
    backlight: true,
    cladding: false,
    grille: 'wide',
    lamps: 'swept',
  },
  coupe: {
    proportions: car({
      ...sedan,
      nose: 0.49,
      bonnetMid: 0.635,
      cowlHeight: 0.7,
      cowl: 0.15,
      header: 0.47,
      headerHeight: 0.955,
      peak: 0.25,
      roofRearHeight: 0.93,
      roofRear: 1.28,
      backlightBase: 0.36,
      tailHeight: 0.735,
      beltRear: 0.775,
      roofShare: 0.63,
      glassInset: 0.085,
      cornerFront: 0.63,
      cornerRear: 0.52,
    }),
    doors: [0.6],
    glassTo: 0.93,
    backlight: true,
    cladding: false,
    grille: 'wide',
    lamps: 'swept',
  },
  pickup: {
    proportions: car({
      ...sedan,
      nose: 0.56,
      bonnetMid: 0.645,
      cowlHeight: 0.675,
      cowl: 0.13,
      header: 0.33,
      headerHeight: 0.968,
      peak: 0.4,
      roofRear: 1.62,
      roofRearHeight: 0.965,
      backlightBase: 1.46,
      tailHeight: 0.63,
      beltRear: 0.65,
      roofShare: 0.71,
      cornerFront: 0.5,
      cornerRear: 0.24,
      blunt: 0.5,
      crown: 0.025,
    }),
    doors: [0.5, 0.97],
    glassTo: 0.93,
    backlight: true,
    cladding: true,
    bed: true,
    grille: 'tall',
    lamps: 'upright',
  },
  suv: {
    proportions: car({
      ...sedan,
      nose: 0.56,
      bonnetMid: 0.655,
      cowlHeight: 0.695,
      cowl: 0.12,
      header: 0.4,
      headerHeight: 0.97,
      roofRear: 0.34,
      backlightBase: 0.12,
      roofRearHeight: 0.955,
      tailHeight: 0.7,
      beltRear: 0.73,
      roofShare: 0.69,
      cornerFront: 0.52,
      cornerRear: 0.42,
      blunt: 0.25,
      crown: 0.045,
    }),
    doors: [0.42, 0.78],
    glassTo: 1,
    backlight: true,
    cladding: true,
    grille: 'tall',
    lamps: 'swept',
  },
  van: {
    proportions: car({
      ...sedan,
      nose: 0.44,
      bonnetMid: 0.5,
      cowlHeight: 0.54,
      cowl: -0.02,
      header: 0.2,
      headerHeight: 0.965,
      peak: 0.35,
      roofRear: 0.12,
      backlightBase: 0.06,
      roofRearHeight: 0.985,
      tailHeight: 0.53,
      beltRear: 0.53,
      roofShare: 0.86,
      glassInset: 0.06,
      cornerFront: 0.5,
      cornerRear: 0.22,
      blunt: 0.8,
      crown: 0.03,
    }),
    doors: [0.26, 0.56],
    glassTo: 0.25,
    backlight: true,
    cladding: false,
    cargo: true,
    grille: 'tall',
    lamps: 'upright',
  },
  // The cab alone; truck.ts adds what stands behind it.
  'box-truck': {
    proportions: (spec) => cabOf(spec, Math.min(0.8 * spec.height, 2.85), 0.04),
    doors: [0.86],
    glassTo: 0.8,
    backlight: false,
    cladding: false,
    grille: 'truck',
    lamps: 'truck',
  },
  tractor: {
    proportions: (spec) => cabOf(spec, 0.79 * spec.height, 0),
    doors: [0.72],
    glassTo: 0.68,
    backlight: false,
    cladding: false,
    grille: 'truck',
    lamps: 'truck',
  },
}
