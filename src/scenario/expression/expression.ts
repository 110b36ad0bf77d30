/**
 * The typed expression tree that the language's conditions and formulas become. Plain data: it is made
 * by the loader, stored in the resolved scenario, and evaluated by the story; no code is ever run.
 */

/** Where in a file something stands (1-based line and column, as editors count). */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=' | '==' | '!='

export type Expression =
  /** A quantity, already in SI. */
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** A parameter of the scenario; gone after sampling (replaced by its number). */
  | { readonly kind: 'parameter'; readonly name: string }
  /** A signal of an actor (`ego.speed`) or of the run (`time`, actor null). */
  | { readonly kind: 'signal'; readonly actor: string | null; readonly name: string }
  /** A whitelisted function over numbers (`abs`) or over actors (`ttc(ego, lead)`; `*` and `any` = everyone else). */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  /** An actor as an argument of a call; '*' means every other actor. */
  | { readonly kind: 'actor'; readonly name: string }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
