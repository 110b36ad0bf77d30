/**
 * Names of scenes. nuScenes' evaluators and converters know by a scene's name to which split it belongs, and know no
 * names but their own; so scenes take the names that are theirs.
 */
import type { Split } from '../exporter.ts'

export type Version = 'v1.0-mini' | 'v1.0-trainval' | 'v1.0-test'

/** The devkit's lists (splits.py), less the scenes of which its CAN bus reader knows that they have no messages. */
const TRAINVAL = {
  train:
    '1-2,4-11,19-34,41-76,120-135,138-139,149-152,154-155,157-160,177-185,187-188,190-196,199-200,202-204,206-214,' +
    '218-220,222,224-264,283-306,315-318,321,323-324,328,347-386,388-403,405-408,410-459,461-465,467-469,471-472,' +
    '474-480,499-502,504-515,517-518,525-539,541-546,566,568,570-578,580,582-600,639-679,681,683-689,695-698,' +
    '700-701,703-719,726-728,730-731,733-741,744,746-747,749-752,757-765,767-769,786-787,789-792,803-806,808-813,' +
    '815-817,819-822,847-856,858,860-866,868-873,875-878,880,882-903,945,947,949,952-953,955-961,975-984,988-992,' +
    '994-1025,1044-1058,1074-1102,1104-1110',
  val:
    '3,12-18,35-36,38-39,92-110,221,268-278,329-332,344-346,519-524,552-565,625-627,629-630,632-638,770-771,775,' +
    '777-778,780-784,794-800,802,904-917,919-931,962-963,966-969,971-972,1059-1073',
  test:
    '77-91,111-119,140,142-148,265-266,279-282,307-308,333-343,481-498,547-551,601-604,606-624,827-831,833-842,' +
    '844-846,932-933,935-943,1026-1043',
} as const
const MINI = { train: '61,553,655,757,796,1077,1094,1100', val: '103,916', test: '' } as const

/** Scenes beyond those that nuScenes has; the devkit knows them by splits.json alone. */
const BEYOND = 2001

const numbersIn = (ranges: string): number[] =>
  ranges
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number)
      return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    })

/** Where scenes of each split stand: in the small version while they fit into it. */
export const versionsOf = (count: Readonly<Record<Split, number>>): Readonly<Record<Split, Version>> => {
  const fits = count.train <= numbersIn(MINI.train).length && count.val <= numbersIn(MINI.val).length
  const learnt = fits ? 'v1.0-mini' : 'v1.0-trainval'
  return { train: learnt, val: learnt, test: 'v1.0-test' }
}

/** What gives one scene after another its name. */
export const sceneNamer = (versions: Readonly<Record<Split, Version>>): ((split: Split) => string) => {
  const free = Object.fromEntries(
    Object.entries(versions).map(([split, version]) => [
      split,
      numbersIn((version === 'v1.0-mini' ? MINI : TRAINVAL)[split as Split]),
    ]),
  )
  let beyond = BEYOND
  return (split) => `scene-${String(free[split].shift() ?? beyond++).padStart(4, '0')}`
}
