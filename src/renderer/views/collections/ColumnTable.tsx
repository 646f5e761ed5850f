import { Select, Table } from '@mantine/core'
import { useWords } from '../../words'

export interface ToldBy<F extends string> {
  readonly field: F
  readonly label: string
  readonly isRequired?: boolean
  readonly isWrong?: boolean
}

export interface ColumnTableProps<F extends string> {
  fields: readonly ToldBy<F>[]
  /** Place of the column that tells each; null where none does. */
  columns: Readonly<Record<F, number | null>>
  head: { readonly header: readonly string[]; readonly samples: readonly (readonly string[])[] }
  onChange: (field: F, at: number | null) => void
}

const SAMPLES_SHOWN = 3

/** Each thing a file tells, or may, with the column that tells it and what stands there. One column may tell two. */
export function ColumnTable<F extends string>({ fields, columns, head, onChange }: ColumnTableProps<F>) {
  const { t } = useWords()
  const names = head.header.map((name, at) => ({ value: String(at), label: `${at + 1} ${name}` }))
  const samplesOf = (at: number) => head.samples.slice(0, SAMPLES_SHOWN).map((cells) => cells[at] ?? '')
  return (
    <Table verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('collections.mapping.meaning')}</Table.Th>
          <Table.Th>{t('collections.mapping.column')}</Table.Th>
          <Table.Th>{t('collections.mapping.samples')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fields.map(({ field, label, isRequired, isWrong }) => {
          const at = columns[field]
          return (
            <Table.Tr key={field}>
              <Table.Th scope="row">
                {label}
                {isRequired ? ` (${t('collections.mapping.required')})` : ''}
              </Table.Th>
              <Table.Td>
                <Select
                  aria-label={label}
                  clearable
                  data={names}
                  error={isWrong ? t('parts.fieldInvalid') : undefined}
                  onChange={(chosen) => onChange(field, chosen === null ? null : Number(chosen))}
                  placeholder={t('collections.mapping.none')}
                  searchable
                  value={at === null ? null : String(at)}
                />
              </Table.Td>
              <Table.Td>{at === null ? '–' : samplesOf(at).join(' · ')}</Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
