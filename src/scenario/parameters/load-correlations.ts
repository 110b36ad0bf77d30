/** `correlate`: which parameters hang together, and whether they can. */
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import { copulaOf, type Bond, type Copula } from './copula.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import { resolve } from '../expression/formula.ts'
import { medianParameters } from './parameters.ts'
import type { TypedParameters } from './load-parameters.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import { diagnose, mapKeys, type Complaint, type Node } from '../source.ts'

interface CorrelationSource {
  readonly correlate: ScenarioDocument['correlate']
  readonly typed: TypedParameters
  readonly tree: Node
  readonly pathOf: (part: object) => Path
  readonly report: (diagnostic: Diagnostic) => void
}

/** The copula of the file; null when nothing is correlated or there is a mistake. */
export const loadCorrelations = (source: CorrelationSource): Copula | null => {
  const { correlate, typed, tree, pathOf, report } = source
  const { parameters, drawn } = typed
  const written = mapKeys(tree, 'params')
  const medians = medianParameters(parameters)
  const bonds: (Bond & { readonly path: Path })[] = []
  for (const entry of correlate) {
    const path = pathOf(entry)
    const [first, second] = entry.between
    const complain = (i: number, complaint: Complaint): void =>
      report(diagnose(nodeAt(tree, [...path, 'between', i]).at, complaint))
    entry.between.forEach((name, i) => {
      if (!written.includes(name)) {
        complain(i, {
          code: 'unknown-parameter',
          message: `there is no parameter '${name}'`,
          expected: written.length === 0 ? 'a parameter; this file has none' : `one of ${written.join(', ')}`,
          suggestion: closest(name, written),
        })
        return
      }
      if (parameters.some((p) => p.name === name) && !drawn.has(name)) {
        const message = `the parameter '${name}' is fixed, so nothing can hang together with it`
        complain(i, { code: 'bad-value', message, expected: 'a parameter that is drawn' })
      }
    })
    const place = (name: string): number => parameters.findIndex((p) => p.name === name)
    const [a, b] = [place(first), place(second)]
    if (a === b && a >= 0)
      complain(1, {
        code: 'bad-value',
        message: `'${first}' stands on both sides`,
        expected: 'two parameters',
      })
    else if (bonds.some((x) => (x.a === a && x.b === b) || (x.a === b && x.b === a)))
      complain(1, { code: 'duplicate-key', message: `'${first}' and '${second}' are correlated twice` })
    else if (a >= 0 && b >= 0) bonds.push({ a, b, rank: resolve(entry.rank, medians), path })
  }
  const last = bonds.at(-1)
  if (last === undefined) return null
  const copula = copulaOf(bonds)
  if (copula === null) {
    report(
      diagnose(keyAt(tree, [...last.path, 'rank']), {
        code: 'unsatisfiable',
        message: 'these correlations contradict each other; a pair that is not named is independent',
        expected: 'correlations that can hold at once',
      }),
    )
  }
  return copula
}
