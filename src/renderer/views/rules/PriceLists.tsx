import { Button, Group, Select, Table, TextInput } from '@mantine/core'
import { DateField } from '../../parts/DateField'
import form from '../../parts/settings-form.module.css'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { NEW_LIST, NO_PRICE, type PriceDraft, type PricesDraft } from './clearing-draft'
import styles from './rules.module.css'

export interface PriceListsProps {
  lists: readonly PricesDraft[]
  onChange: (lists: readonly PricesDraft[]) => void
  wrong: (at: number) => boolean
}

/** What transfers cost their senders, by bank and from which day, as it is typed. */
export function PriceLists({ lists, onChange, wrong }: PriceListsProps) {
  const { t } = useWords()
  const replace = (at: number, list: PricesDraft | null) =>
    onChange(lists.flatMap((one, index) => (index === at ? (list ? [list] : []) : [one])))
  return (
    <fieldset className={form.fields}>
      <legend>{t('rules.senderPrices')}</legend>
      <p className={styles.dimmed}>{t(lists.length === 0 ? 'rules.noPrices' : 'rules.senderPricesHint')}</p>
      {lists.map((list, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that is typed has no name of its own yet
        <PriceList key={at} list={list} onChange={(next) => replace(at, next)} wrong={wrong(at)} />
      ))}
      <Group>
        <Button onClick={() => onChange([...lists, NEW_LIST])} size="compact-xs" variant="default">
          {t('rules.addList')}
        </Button>
      </Group>
    </fieldset>
  )
}

function PriceList({ list, wrong, onChange }: { list: PricesDraft; wrong: boolean; onChange: (list: PricesDraft | null) => void }) {
  const { t } = useWords()
  const change = (changes: Partial<PricesDraft>) => onChange({ ...list, ...changes })
  return (
    <div className={form.priceList}>
      <Group align="start" gap="sm">
        <TextInput
          description={t('rules.bankHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          label={t('rules.bank')}
          maxLength={15}
          onChange={(event) => change({ bank: event.currentTarget.value })}
          size="xs"
          value={list.bank}
          w={180}
        />
        <DateField
          label={t('rules.validFrom')}
          onChange={(validFrom) => change({ validFrom })}
          placeholder={t('rules.always')}
          size="xs"
          value={list.validFrom}
          w={140}
        />
        <Button color="red" mt={22} onClick={() => onChange(null)} size="compact-xs" variant="outline">
          {t('rules.removeList')}
        </Button>
      </Group>
      <Prices onChange={(prices) => change({ prices })} prices={list.prices} />
      <p className={form.problem} role="alert">
        {wrong ? t('rules.wrongList') : null}
      </p>
      <Group>
        <Button onClick={() => change({ prices: [...list.prices, NO_PRICE] })} size="compact-xs" variant="default">
          {t('rules.addPrice')}
        </Button>
      </Group>
    </div>
  )
}

const DESTINATIONS = ['any', 'same_bank', 'other_bank'] as const
const AMOUNTS = [
  ['from', 'rules.priceFrom'],
  ['below', 'rules.priceBelow'],
  ['fee', 'rules.fee'],
] as const

function Prices({ prices, onChange }: { prices: readonly PriceDraft[]; onChange: (prices: readonly PriceDraft[]) => void }) {
  const { t } = useWords()
  const change = (at: number, changes: Partial<PriceDraft>) =>
    onChange(prices.map((one, index) => (index === at ? { ...one, ...changes } : one)))
  return (
    <Table className={styles.prices} horizontalSpacing={6} verticalSpacing={2} w="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('rules.destinationName')}</Table.Th>
          {AMOUNTS.map(([field, name]) => (
            <Table.Th key={field}>{t(name)}</Table.Th>
          ))}
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {prices.map((price, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row that is typed has no name of its own yet
          <Table.Tr key={at}>
            <Table.Td>
              <Select
                allowDeselect={false}
                aria-label={t('rules.priceOf', { row: at + 1, name: t('rules.destinationName') })}
                data={DESTINATIONS.map((value) => ({ value, label: t(`rules.destination.${value}`) }))}
                onChange={(value) => change(at, { destination: value === 'same_bank' || value === 'other_bank' ? value : null })}
                size="xs"
                value={price.destination ?? 'any'}
                w={150}
              />
            </Table.Td>
            {AMOUNTS.map(([field, name]) => (
              <Table.Td key={field}>
                <YenField
                  aria-label={t('rules.priceOf', { row: at + 1, name: t(name) })}
                  onChange={(amount) => change(at, { [field]: amount })}
                  size="xs"
                  value={price[field]}
                  w={120}
                />
              </Table.Td>
            ))}
            <Table.Td>
              {prices.length > 1 ? (
                <Button
                  aria-label={`${t('rules.removePrice')} ${at + 1}`}
                  onClick={() => onChange(prices.filter((_, index) => index !== at))}
                  size="compact-xs"
                  variant="subtle"
                >
                  {t('rules.removePrice')}
                </Button>
              ) : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
