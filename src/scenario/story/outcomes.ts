/**
 * `outcomes`: what may come of a run. A class is one of the words that every scenario knows, or a label of the
 * file's own: an expectation with `eventually` and `as: label`. A label that bears one of the words replaces
 * what the word means.
 */
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import { diagnose, type Complaint, type Node } from '../source.ts'

/** Words that every scenario knows; what they mean is measured by criticality/outcome.ts. */
const OUTCOME_WORDS = ['collision', 'near-miss', 'loss-of-control', 'lane-departure', 'harmless'] as const

/** Of a file that names none. */
const USUAL_OUTCOMES: readonly string[] = ['collision', 'near-miss', 'harmless']

/** All classes of a scenario, worst first: those it lists, a collision and `harmless` whether listed or not. */
export const outcomeClasses = (listed: readonly string[] = []): readonly string[] => {
  const named = listed.length === 0 ? USUAL_OUTCOMES : listed
  const critical = named.filter((name) => name !== 'harmless')
  return [...(critical.includes('collision') ? [] : ['collision']), ...critical, 'harmless']
}

interface OutcomeCheck {
  readonly document: ScenarioDocument
  readonly tree: Node
  readonly pathOf: (part: object) => Path
  readonly report: (diagnostic: Diagnostic) => void
}

/** Reports classes that nothing decides, that stand there twice, and labels that cannot be one. */
export const checkOutcomes = ({ document, tree, pathOf, report }: OutcomeCheck): void => {
  const words: readonly string[] = OUTCOME_WORDS
  const labels = document.expect.filter((e) => e.as === 'label' && 'eventually' in e).map(({ id }) => id)
  const complain = (path: Path, complaint: Complaint): void =>
    report(diagnose(nodeAt(tree, path).at, complaint))

  document.outcomes.forEach((name, i) => {
    const path = ['outcomes', i]
    if (document.outcomes.indexOf(name) < i)
      complain(path, { code: 'duplicate-key', message: `the outcome '${name}' is there twice` })
    if (words.includes(name) || labels.includes(name)) return
    const other = document.expect.find(({ id }) => id === name)
    if (other !== undefined) {
      complain(path, {
        code: 'bad-value',
        message: `the expectation '${name}' is no outcome`,
        expected: "one with 'eventually' and 'as: label'",
      })
      return
    }
    const known = [...words, ...labels]
    complain(path, {
      code: 'unknown-name',
      message: `no outcome or label is called '${name}'`,
      expected: `one of ${known.join(', ')}`,
      suggestion: closest(name, known),
    })
  })

  if (document.outcomes.length > 0 && document.outcomes.every((name) => name === 'harmless'))
    report(
      diagnose(keyAt(tree, ['outcomes']), {
        code: 'bad-value',
        message: 'this hazard promises that nothing happens',
        expected: 'an outcome besides harmless',
      }),
    )
  for (const e of document.expect)
    if (e.id === 'harmless')
      complain([...pathOf(e), 'id'], {
        code: 'bad-value',
        message: "'harmless' is what is left when no other outcome holds",
        expected: 'another id',
      })
}
