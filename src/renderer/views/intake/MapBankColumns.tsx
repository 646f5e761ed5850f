import { Button, Group, Select, Stack, Table } from '@mantine/core'
import { useState } from 'react'
import type { AccountColumns, ReadByColumns } from '../../../preload/contract/bank-columns'
import { DateForm, FileEncoding, type FileHead, NumberForm } from '../../../preload/contract/column-profile'
import type { AccountId, OfferReference } from '../../../preload/contract/ids'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useCall } from '../../api'
import { DateText } from '../../parts/DateText'
import { RecordErrorList } from '../../parts/ErrorList'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ChangedColumns } from '../collections/ChangedColumns'
import { ColumnTable } from '../collections/ColumnTable'
import { type BankColumnsDraft, bankColumnsOf, draftOf, ROW_ORDERS, STATEMENT_COLUMNS } from './bank-columns-draft'
import styles from './intake.module.css'

interface MapBankColumnsProps {
  reference: OfferReference
  onSaved: () => void
}

/** What the columns of a bank's own CSV mean, said once for an account, tried on the file, and kept. */
export function MapBankColumns({ reference, onSaved }: MapBankColumnsProps) {
  const { t } = useWords()
  const accounts = useCall('accounts.list', {}).data?.accounts ?? []
  const mappings = useCall('bankColumns.list', {})
  const [chosen, setChosen] = useState<string | null>(null)
  const [encoding, setEncoding] = useState<FileEncoding>('shift_jis')
  const head = useCall('bankColumns.head', { reference, encoding })
  const account = accounts.find(({ id }) => String(id) === chosen)
  const before = mappings.data?.mappings.find(({ accountId }) => accountId === account?.id) ?? null
  return (
    <section className={styles.card}>
      <h2>{t('intake.bankColumns.title')}</h2>
      <p className={styles.dimmed}>{t('intake.bankColumns.text')}</p>
      <Group gap="sm">
        <Select
          data={accounts.map(({ id, bankName, accountNumber }) => ({ value: String(id), label: `${bankName} ${accountNumber}` }))}
          label={t('intake.bankColumns.account')}
          onChange={setChosen}
          size="xs"
          value={chosen}
        />
        <Select
          allowDeselect={false}
          data={FileEncoding.options.map((value) => ({ value, label: t(`collections.mapping.encodings.${value}`) }))}
          label={t('collections.mapping.encoding')}
          onChange={(value) => setEncoding(FileEncoding.catch(encoding).parse(value))}
          size="xs"
          value={encoding}
        />
      </Group>
      <RefusalText error={head.error} />
      {account && head.data && mappings.data ? (
        <Mapping key={`${account.id} ${encoding}`} {...{ accountId: account.id, before, encoding, head: head.data, onSaved, reference }} />
      ) : null}
    </section>
  )
}

interface MappingProps extends MapBankColumnsProps {
  accountId: AccountId
  before: AccountColumns | null
  encoding: FileEncoding
  head: FileHead
}

function Mapping({ accountId, before, encoding, head, reference, onSaved }: MappingProps) {
  const { t } = useWords()
  const [draft, setDraft] = useState(() => draftOf(head, before?.columns ?? null))
  const trial = useAct('bankColumns.try')
  const save = useAct('bankColumns.save')
  const columns = bankColumnsOf(head, encoding, draft)
  const change = (part: Partial<BankColumnsDraft>) => {
    trial.reset()
    setDraft({ ...draft, ...part })
  }
  const isSound = trial.data !== undefined && trial.data.errors.length === 0 && trial.data.changed === null
  return (
    <Stack gap="sm">
      <ColumnTable
        columns={draft.columns}
        fields={STATEMENT_COLUMNS.map((field) => ({ field, label: t(`intake.bankColumns.fields.${field}`) }))}
        head={head}
        onChange={(field, at) => change({ columns: { ...draft.columns, [field]: at } })}
      />
      <Group align="flex-end" gap="sm">
        <Choice
          label={t('collections.mapping.dates')}
          onChange={(dates) => change({ dates })}
          options={DateForm.options}
          value={draft.dates}
        />
        <Choice
          label={t('collections.mapping.numbers')}
          name={(value) => t(`collections.mapping.numberForms.${value}`)}
          onChange={(numbers) => change({ numbers })}
          options={NumberForm.options}
          value={draft.numbers}
        />
        <Choice
          label={t('intake.bankColumns.order')}
          name={(value) => t(`intake.bankColumns.orders.${value}`)}
          onChange={(order) => change({ order })}
          options={ROW_ORDERS}
          value={draft.order}
        />
      </Group>
      {trial.data ? <Tried read={trial.data} /> : null}
      <RefusalText error={trial.error ?? save.error} />
      <Group gap="xs">
        <Button
          disabled={columns === null}
          loading={trial.isPending}
          onClick={() => columns && trial.mutate({ accountId, reference, columns })}
          size="xs"
          variant="default"
        >
          {t('intake.bankColumns.try')}
        </Button>
        <Button
          disabled={columns === null || !isSound}
          loading={save.isPending}
          onClick={() => columns && save.mutate({ accountId, version: before?.version ?? 0, columns }, { onSuccess: onSaved })}
          size="xs"
        >
          {t('collections.mapping.save')}
        </Button>
      </Group>
    </Stack>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  options: readonly T[]
  value: T
  name?: (value: T) => string
  onChange: (value: T) => void
}

function Choice<T extends string>({ label, options, value, name = (one) => one, onChange }: ChoiceProps<T>) {
  return (
    <Select
      allowDeselect={false}
      data={options.map((one) => ({ value: one, label: name(one) }))}
      label={label}
      onChange={(chosen) => onChange(options.find((one) => one === chosen) ?? value)}
      size="xs"
      value={value}
    />
  )
}

/** What the mapping makes of the file, before it is kept. */
function Tried({ read }: { read: ReadByColumns }) {
  const { t } = useWords()
  if (read.changed !== null) return <ChangedColumns columns={read.changed} />
  if (read.errors.length > 0) return <RecordErrorList errors={read.errors} total={read.errors.length} />
  const told = (amount: ReadByColumns['opening']) => (amount === null ? t('intake.notTold') : formatYen(amount))
  return (
    <div>
      <p>
        {t('intake.lines', { count: read.lines })} · {t('intake.opening')} {told(read.opening)} · {t('intake.closing')} {told(read.closing)}
      </p>
      <Table verticalSpacing={2} w="auto">
        <Table.Tbody>
          {read.rows.map(({ record, bookedOn, direction, amount, remitterCode, remitterName, description, edi }) => (
            <Table.Tr key={record}>
              <Table.Td>
                <DateText date={bookedOn} />
              </Table.Td>
              <Table.Td>{t(direction === 'credit' ? 'intake.credits' : 'intake.debits')}</Table.Td>
              <Table.Td ta="right">
                <Money amount={amount} />
              </Table.Td>
              <Table.Td>{remitterCode}</Table.Td>
              <Table.Td>{remitterName}</Table.Td>
              <Table.Td>{`${description} ${edi}`.trim()}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
