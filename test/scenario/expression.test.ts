/** Expressions: what parses, what it means, what is refused. No code of a file is ever run. */
import { expect } from 'chai'
import fc from 'fast-check'
import { evaluateFixed, substitute } from '../../src/scenario/expression/evaluate.ts'
import { parseExpression } from '../../src/scenario/expression/parse.ts'
import { typeExpression, type Scope, type Type } from '../../src/scenario/expression/types.ts'
import { QUANTITIES } from '../../src/scenario/expression/units.ts'

const parameters = new Map<string, Type>([
  ['v', { kind: 'quantity', dimension: QUANTITIES.speed.dimension }],
  ['gap', { kind: 'quantity', dimension: QUANTITIES.length.dimension }],
  ['k', { kind: 'quantity', dimension: QUANTITIES.ratio.dimension }],
  ['model', { kind: 'text' }],
])
const values = { v: 20, gap: 30, k: 0.5, model: 'van' }
const scope: Scope = {
  parameters,
  faulty: new Set(),
  actors: ['ego', 'lead'],
  subject: 'ego',
  bareParameters: true,
}

const typed = (text: string, within: Scope = scope) => {
  const parsed = parseExpression(text)
  if ('mistake' in parsed) return { mistakes: [parsed.mistake], type: null, expression: null }
  const mistakes: unknown[] = []
  const result = typeExpression(parsed.syntax, within, (m) => mistakes.push(m))
  return { ...result, mistakes }
}

const value = (text: string): number | string | boolean => {
  const { expression, mistakes } = typed(text)
  expect(mistakes, text).to.deep.equal([])
  return evaluateFixed(expression!, values)
}

describe('expressions', () => {
  it('follow the usual precedence', () => {
    expect(value('2 + 3 * 4')).to.equal(14)
    expect(value('(2 + 3) * 4')).to.equal(20)
    expect(value('2 - 3 - 4')).to.equal(-5)
    expect(value('12 / 2 / 3')).to.equal(2)
    expect(value('-2 * -3')).to.equal(6)
    expect(value('-(2 + 3)')).to.equal(-5)
    expect(value('not 1 > 2 and 2 > 1 or 1 > 2')).to.equal(true)
    expect(value('1 > 2 or not (1 > 2)')).to.equal(true)
    expect(value('$v * 0.5 + 1 m/s')).to.equal(11)
    expect(value('gap / v >= 1.5 s')).to.equal(true)
    expect(value('max(3 m, $gap, 4 m) - min(1 m, 2 m)')).to.equal(29)
    expect(value('abs(3 m - $gap)')).to.equal(27)
    expect(value("$model == 'van'")).to.equal(true)
    expect(value("$model != 'van'")).to.equal(false)
    expect(value('$k == 50 %')).to.equal(true)
    expect(value('3 m/s < $v')).to.equal(true)
    expect(value('3 m <= 3 m')).to.equal(true)
  })

  it('become plain trees with signals, actors and SI numbers', () => {
    const { expression, type } = typed('ttc(ego, any) < 2.5 s or lead.s > 0.15 km')
    expect(type).to.deep.equal({ kind: 'condition' })
    expect(expression).to.deep.equal({
      kind: 'or',
      operands: [
        {
          kind: 'binary',
          operator: '<',
          left: {
            kind: 'call',
            name: 'ttc',
            args: [
              { kind: 'actor', name: 'ego' },
              { kind: 'actor', name: '*' },
            ],
          },
          right: { kind: 'number', value: 2.5 },
        },
        {
          kind: 'binary',
          operator: '>',
          left: { kind: 'signal', actor: 'lead', name: 's' },
          right: { kind: 'number', value: 150 },
        },
      ],
    })
  })

  it('give bare signals to the actor that acts', () => {
    expect(typed('speed < 2 m/s').expression).to.deep.include({
      left: { kind: 'signal', actor: 'ego', name: 'speed' },
    })
    expect(typed('time > 2 s').expression).to.deep.include({
      left: { kind: 'signal', actor: null, name: 'time' },
    })
    expect(typed('speed < 2 m/s', { ...scope, subject: null }).mistakes).to.have.length(1)
  })

  it('report every mistake, not the first alone', () => {
    expect(typed('egoo.speed > 3 m/s and led.s > 3 m and ego.sped > 1 m').mistakes).to.have.length(3)
  })

  it('replace parameters by their values', () => {
    const { expression } = typed('lead.s > $gap + 2 m and abs(-$gap) > 1 m or not $v > 3 m/s')
    expect(JSON.stringify(substitute(expression!, values))).not.to.include('"parameter"')
    expect(substitute({ kind: 'parameter', name: 'model' }, values)).to.deep.equal({
      kind: 'text',
      value: 'van',
    })
  })

  it('cannot be evaluated before the run when they read signals', () => {
    expect(() => evaluateFixed(typed('ego.speed').expression!, {})).to.throw('not fixed')
    expect(() => evaluateFixed(typed('ttc(ego, lead)').expression!, {})).to.throw('not fixed')
  })

  it('refuse what is no expression', () => {
    const wrong = [
      '',
      '1 +',
      '* 2',
      'a b',
      '$',
      '$1',
      'ego.',
      'abs(',
      'abs(1',
      '((1)',
      '1)',
      "'open",
      '1 = 2',
      'a && b',
      'a || b',
      '!a',
      'a[0]',
      'a ? b : c',
      '`a`',
      '1;2',
      'x => x',
      '3 furlongs',
      '1e999',
      'and',
      'not',
      '1 < 2 < 3',
      '*',
      `${'('.repeat(60)}1${')'.repeat(60)}`,
      '1+'.repeat(600) + '1',
      `${'-'.repeat(90)}1`,
    ]
    for (const text of wrong) expect(typed(text).mistakes, text).to.have.length.greaterThan(0)
  })

  it('know no names of JavaScript', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'process', 'globalThis']) {
      expect(typed(name).mistakes).to.have.length(1)
      expect(typed(`ego.${name}`).mistakes).to.have.length(1)
      expect(typed(`${name}(1)`).mistakes).to.have.length(1)
      expect(typed(`$${name}`).mistakes).to.have.length(1)
    }
  })

  it('compute what arithmetic says', () => {
    const tree = fc.letrec<{ node: [string, number] }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 0, max: 99 }).map((n): [string, number] => [String(n), n]),
        fc
          .tuple(tie('node'), fc.constantFrom('+', '-', '*'), tie('node'))
          .map(([[a, x], operator, [b, y]]): [string, number] => [
            `(${a} ${operator} ${b})`,
            operator === '+' ? x + y : operator === '-' ? x - y : x * y,
          ]),
      ),
    })).node
    fc.assert(fc.property(tree, ([text, expected]) => text.length > 900 || value(text) === expected))
  })

  it('place a mistake within their text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        for (const { offset, length } of typed(text).mistakes as { offset: number; length: number }[]) {
          expect(offset).to.be.within(0, text.length)
          expect(length).to.be.at.least(1)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
