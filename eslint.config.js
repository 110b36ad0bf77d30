import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'runs/', 'coverage/', 'kernel/'] },
  ...tseslint.configs.strictTypeChecked.map((c) => ({ ...c, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers in messages are what messages are for.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Arrow functions that end in a call are our house style.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An index into an array we just measured needs no ceremony.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Determinism: no clock and no unseeded chance in the simulation.
    files: ['src/**/*.ts'],
    ignores: ['src/run/**', 'src/cli/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use a named stream of src/math/random.ts.' },
        {
          object: 'Date',
          property: 'now',
          message: 'No clock here: a run is a pure function of its inputs.',
        },
        {
          object: 'Math',
          property: 'pow',
          message: 'Its last bit differs between versions of V8: power() of src/math.',
        },
        { object: 'performance', property: 'now', message: 'No clock here.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date']", message: 'No clock here.' },
      ],
    },
  },
  {
    // What a run's digest hangs on: powers whose last bit is the same in every version of V8.
    files: ['src/{math,scenario,road,world,criticality,behaviour,physics,sensors,labels}/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date']", message: 'No clock here.' },
        { selector: "BinaryExpression[operator='**']", message: 'Use power() of src/math.' },
      ],
    },
  },
  {
    // Babylon declares each class twice (x.js and x.pure.js), so its own materials seem foreign to its own meshes.
    files: ['src/render/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    // chai's assertions are expressions.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
)
