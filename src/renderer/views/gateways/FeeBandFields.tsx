import { Button, Group, Table } from '@mantine/core'
import type { Yen } from '../../../preload/contract/money'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { addBand, bandsProblem, type FeeBandDraft } from './fee-bands'
import styles from './gateways.module.css'

export interface FeeBandFieldsProps {
  bands: readonly FeeBandDraft[]
  /** The form was sent and refused. */
  tried: boolean
  onChange: (bands: readonly FeeBandDraft[]) => void
}

/** What an agent keeps of each collection: one row a band, the last one without a limit. */
export function FeeBandFields({ bands, tried, onChange }: FeeBandFieldsProps) {
  const { t } = useWords()
  const problem = tried ? bandsProblem(bands) : null
  return (
    <fieldset className={styles.bands}>
      <legend>{t('gateways.fees')}</legend>
      <p className={styles.dimmed}>{t(bands.length === 0 ? 'gateways.feesNone' : 'gateways.feesHint')}</p>
      {bands.length === 0 ? null : <Bands bands={bands} onChange={onChange} />}
      <p className={styles.warning} role="alert">
        {problem ? t(`gateways.feeProblem.${problem}`) : null}
      </p>
      <Group>
        <Button onClick={() => onChange(addBand(bands))} size="compact-xs" variant="default">
          {t('gateways.feeAdd')}
        </Button>
      </Group>
    </fieldset>
  )
}

function Bands({ bands, onChange }: Pick<FeeBandFieldsProps, 'bands' | 'onChange'>) {
  const { t } = useWords()
  const change = (row: number, changes: Partial<FeeBandDraft>) =>
    onChange(bands.map((band, at) => (at === row ? { ...band, ...changes } : band)))
  return (
    <Table horizontalSpacing={6} verticalSpacing={3} w="auto" withRowBorders={false}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('gateways.feeUpTo')}</Table.Th>
          <Table.Th>{t('gateways.feeAmount')}</Table.Th>
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bands.map((band, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row that is typed has no name of its own yet
          <Table.Tr key={at}>
            <Table.Td>
              {at === bands.length - 1 ? (
                <span className={styles.noLimit}>{t('gateways.feeNoLimit')}</span>
              ) : (
                <Figure name={t('gateways.feeUpTo')} onChange={(upTo) => change(at, { upTo })} row={at + 1} value={band.upTo} />
              )}
            </Table.Td>
            <Table.Td>
              <Figure name={t('gateways.feeAmount')} onChange={(fee) => change(at, { fee })} row={at + 1} value={band.fee} />
            </Table.Td>
            <Table.Td>
              <Button
                aria-label={`${t('gateways.feeRemove')} ${at + 1}`}
                onClick={() => onChange(bands.filter((_, index) => index !== at))}
                size="compact-xs"
                variant="subtle"
              >
                {t('gateways.feeRemove')}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Figure({ name, row, value, onChange }: { name: string; row: number; value: Yen | null; onChange: (amount: Yen | null) => void }) {
  const { t } = useWords()
  return <YenField aria-label={t('gateways.feeOf', { row, name })} onChange={onChange} size="xs" value={value} w={140} />
}
