/** Roads and traffic lights that conditions name: whether they are there is known once the road is. */
import { placeMistake, type PlacedFormula } from '../schema/compile.ts'
import type { ParameterValues } from './evaluate.ts'
import type { Syntax } from './parse.ts'
import { NAME_FUNCTIONS } from './signals.ts'
import type { Span } from '../source.ts'

/** One name in a condition, or the parameter that holds it. */
export interface ConditionName {
  readonly of: 'road' | 'light'
  readonly name: Syntax & { readonly kind: 'text' | 'parameter' }
  readonly at: Span
  /** The condition that it stands in, as written. */
  readonly condition: string
}

/** All such names in a document's formulas. */
export const conditionNames = (formulas: readonly PlacedFormula[]): ConditionName[] =>
  formulas.flatMap(({ formula, syntax, node }) => {
    if (formula.rule.kind !== 'condition' || formula.expression === null) return []
    return namesIn(syntax).map(({ of, name }): ConditionName => {
      // Of a text what stands within its quotes.
      const quote = name.kind === 'text' ? 1 : 0
      const span = { offset: name.offset + quote, length: name.end - name.offset - 2 * quote }
      return { of, name, at: placeMistake(node, span), condition: formula.text }
    })
  })

/** The name itself, under these parameters. */
export const nameOf = ({ name }: ConditionName, parameters: ParameterValues): string =>
  name.kind === 'text' ? name.value : String(parameters[name.name])

const namesIn = (syntax: Syntax): Pick<ConditionName, 'of' | 'name'>[] => {
  switch (syntax.kind) {
    case 'call': {
      const [name] = syntax.args
      if (Object.hasOwn(NAME_FUNCTIONS, syntax.name) && isName(name)) return [{ of: 'light', name }]
      return syntax.args.flatMap(namesIn)
    }
    case 'binary': {
      const { left, right } = syntax
      if (isRoad(left) && isName(right)) return [{ of: 'road', name: right }]
      if (isRoad(right) && isName(left)) return [{ of: 'road', name: left }]
      return [...namesIn(left), ...namesIn(right)]
    }
    case 'negate':
    case 'not':
      return namesIn(syntax.operand)
    case 'and':
    case 'or':
      return syntax.operands.flatMap(namesIn)
    default:
      return []
  }
}

const isName = (syntax: Syntax | undefined): syntax is ConditionName['name'] =>
  syntax?.kind === 'text' || syntax?.kind === 'parameter'

/** `ego.road`, or a bare `road` where the actor is meant whose action it ends. */
const isRoad = (syntax: Syntax): boolean =>
  (syntax.kind === 'member' || syntax.kind === 'name') && syntax.name === 'road'
