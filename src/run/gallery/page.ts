/** The gallery's page in Markdown. */
import type { Group } from './cards.ts'

/**
 * @param groups all groups @param sheet the contact sheet and @param pictureOf each group's picture, as the page links them
 */
export const galleryPage = (
  groups: readonly Group[],
  sheet: string,
  pictureOf: (group: string) => string,
): string => {
  const parts = groups.map(({ name, title, words, scenes }) => {
    const captions = scenes.flatMap(({ cards }) => cards.map(({ caption }) => `\`${caption}\``))
    return [
      `## ${title}`,
      `In a scenario file: \`${words}\`. ${[...new Set(captions)].join(', ')}.`,
      `![${title}](${pictureOf(name)})`,
    ].join('\n\n')
  })
  return (
    [
      '# Gallery',
      'Everything that scenarios can show, made in code, by `nearmiss gallery`; looks follow the seed (`--seed`), sizes the files in `vehicles/`. Captions are the words of scenario files.',
      ...parts,
      `## All on one sheet\n\n![Contact sheet](${sheet})`,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  )
}
