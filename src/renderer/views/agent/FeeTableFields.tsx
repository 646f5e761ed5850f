import { Button, Group, Table } from '@mantine/core'
import { DateField } from '../../parts/DateField'
import form from '../../parts/settings-form.module.css'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import styles from './agent.module.css'
import { type BandDraft, destinations, NO_BAND, type TableDraft, tableProblem } from './rules-draft'

export interface FeeTableFieldsProps {
  table: TableDraft
  /** All price lists of the form, this one among them. */
  others: readonly TableDraft[]
  wrong: boolean
  /** Null takes the list away. */
  onChange: (table: TableDraft | null) => void
}

/** One price list of the bank: from which day, and for each band of amounts what a transfer costs. */
export function FeeTableFields({ table, others, wrong, onChange }: FeeTableFieldsProps) {
  const { t } = useWords()
  const change = (changes: Partial<TableDraft>) => onChange({ ...table, ...changes, untouched: null })
  const problem = wrong ? tableProblem(table, others) : null
  return (
    <div className={form.priceList}>
      <Group align="end" gap="sm">
        <DateField
          label={t('agent.validFrom')}
          onChange={(validFrom) => change({ validFrom })}
          size="xs"
          value={table.validFrom}
          w={140}
          withAsterisk
        />
        <Button color="red" onClick={() => onChange(null)} size="compact-xs" variant="outline">
          {t('agent.removeTable')}
        </Button>
      </Group>
      <Bands bands={table.bands} onChange={(bands) => change({ bands })} />
      <p className={form.problem} role="alert">
        {problem ? t(`agent.problem.${problem}`) : null}
      </p>
      <Group>
        <Button onClick={() => change({ bands: [...table.bands, NO_BAND] })} size="compact-xs" variant="default">
          {t('agent.addBand')}
        </Button>
      </Group>
    </div>
  )
}

function Bands({ bands, onChange }: { bands: readonly BandDraft[]; onChange: (bands: readonly BandDraft[]) => void }) {
  const { t } = useWords()
  const columns = ['from', ...destinations] as const
  const nameOf = (column: (typeof columns)[number]) => (column === 'from' ? t('agent.bandFrom') : t(`charges.destination.${column}`))
  return (
    <Table className={styles.bands} horizontalSpacing={6} verticalSpacing={3} w="auto">
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{nameOf(column)}</Table.Th>
          ))}
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bands.map((band, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a band that is typed has no name of its own yet
          <Table.Tr key={at}>
            {columns.map((column) => (
              <Table.Td key={column}>
                <YenField
                  aria-label={t('agent.bandOf', { row: at + 1, name: nameOf(column) })}
                  onChange={(amount) => onChange(bands.map((one, index) => (index === at ? { ...one, [column]: amount } : one)))}
                  size="xs"
                  value={band[column]}
                  w={130}
                />
              </Table.Td>
            ))}
            <Table.Td>
              {bands.length > 1 ? (
                <Button
                  aria-label={`${t('agent.removeBand')} ${at + 1}`}
                  onClick={() => onChange(bands.filter((_, index) => index !== at))}
                  size="compact-xs"
                  variant="subtle"
                >
                  {t('agent.removeBand')}
                </Button>
              ) : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
