import { type ColumnProfile, NoticeField } from '../../../preload/contract/column-profile'
import { useWords, type Words } from '../../words'
import { Difference } from '../merchants/Difference'

/** What the columns of a collector's files mean, as it is and as it shall be. */
export function MappingDifference({ before, after }: { before: ColumnProfile; after: ColumnProfile }) {
  const { t } = useWords()
  const then = textsOf(after, t)
  const rows = textsOf(before, t).map(([name, text], at) => {
    const to = then[at]?.[1] ?? ''
    return { key: name, name, before: text, after: to, changed: text !== to }
  })
  return <Difference rows={rows} title={t('collections.mapping.meaning')} />
}

function textsOf({ header, columns, words, encoding, dates, numbers }: ColumnProfile, t: Words): [name: string, text: string][] {
  const columnOf = (at: number | null) => (at === null ? t('collections.mapping.none') : `${at + 1} ${header[at] ?? ''}`)
  return [
    ...NoticeField.options.map((field): [string, string] => [t(`collections.mapping.fields.${field}`), columnOf(columns[field])]),
    [t('collections.mapping.words'), words.map(({ word, event }) => `${word} = ${t(`nouns.collectionKind.${event}`)}`).join(', ')],
    [t('collections.mapping.encoding'), t(`collections.mapping.encodings.${encoding}`)],
    [t('collections.mapping.dates'), dates],
    [t('collections.mapping.numbers'), t(`collections.mapping.numberForms.${numbers}`)],
    [t('collections.mapping.header'), header.join(', ')],
  ]
}
