import { Button, Group, Select, Stack, Table } from '@mantine/core'
import { useState } from 'react'
import type { FileCollector } from '../../../preload/contract/collections'
import { DateForm, FileEncoding, type FileHead, NoticeField, NumberForm } from '../../../preload/contract/column-profile'
import { NoticeGateway } from '../../../preload/contract/gateways'
import type { OfferReference } from '../../../preload/contract/ids'
import { Refused, useAct, useCall } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ChangedColumns } from './ChangedColumns'
import styles from './collections.module.css'
import { draftFor, type MappingDraft, REQUIRED, readMapping, withWordsOf } from './mapping-draft'
import { WordFields } from './WordFields'

/** Whether a file was not taken because nobody has said what its columns mean, or they are others now. */
export function isAboutColumns(error: Error | null): error is Refused {
  return error instanceof Refused && (error.refusal.refusal === 'columns_not_mapped' || error.refusal.refusal === 'columns_changed')
}

interface MapColumnsProps {
  collector: FileCollector
  error: Refused
  reference: OfferReference
  onSaved: () => void
}

/** What the columns of a collector's file mean, said once and kept; where they have changed, old stands beside new. */
export function MapColumns({ collector, error, reference, onSaved }: MapColumnsProps) {
  const { t } = useWords()
  const [encoding, setEncoding] = useState<FileEncoding>(collector.profile?.encoding ?? 'shift_jis')
  const head = useCall('collections.columns', { reference, encoding })
  const { refusal } = error
  return (
    <Stack gap="md">
      {refusal.refusal === 'columns_changed' ? <ChangedColumns columns={refusal.columns} /> : null}
      <h2 className={styles.heading}>{t('collections.mapping.title', { name: collector.name })}</h2>
      <Select
        allowDeselect={false}
        data={FileEncoding.options.map((value) => ({ value, label: t(`collections.mapping.encodings.${value}`) }))}
        label={t('collections.mapping.encoding')}
        maw={260}
        onChange={(chosen) => setEncoding(FileEncoding.catch(encoding).parse(chosen))}
        value={encoding}
      />
      <RefusalText error={head.error} />
      {head.data ? <Mapping collector={collector} encoding={encoding} head={head.data} key={encoding} onSaved={onSaved} /> : null}
    </Stack>
  )
}

interface MappingProps {
  collector: FileCollector
  encoding: FileEncoding
  head: FileHead
  onSaved: () => void
}

function Mapping({ collector, encoding, head, onSaved }: MappingProps) {
  const { t } = useWords()
  const [draft, setDraft] = useState<MappingDraft>(() => draftFor(head, collector.profile))
  const [tried, setTried] = useState(false)
  const save = useAct('collections.mapColumns')
  const { profile, problems } = readMapping(head, encoding, draft)
  const send = () => {
    setTried(true)
    const method = NoticeGateway.safeParse(collector.method)
    const onSuccess = ({ approvalId }: { approvalId: unknown }) => approvalId === null && onSaved()
    if (profile && method.success) save.mutate({ method: method.data, version: collector.version, profile }, { onSuccess })
  }
  return (
    <Stack gap="sm">
      <ColumnFields draft={draft} head={head} onChange={setDraft} problems={tried ? problems : []} />
      {draft.columns.event === null ? null : (
        <WordFields isWrong={tried && problems.includes('words')} onChange={(words) => setDraft({ ...draft, words })} words={draft.words} />
      )}
      <Group align="flex-end" gap="sm">
        <Select
          allowDeselect={false}
          data={DateForm.options.map((value) => ({ value, label: value }))}
          label={t('collections.mapping.dates')}
          onChange={(chosen) => setDraft({ ...draft, dates: DateForm.catch(draft.dates).parse(chosen) })}
          value={draft.dates}
        />
        <Select
          allowDeselect={false}
          data={NumberForm.options.map((value) => ({ value, label: t(`collections.mapping.numberForms.${value}`) }))}
          label={t('collections.mapping.numbers')}
          onChange={(chosen) => setDraft({ ...draft, numbers: NumberForm.catch(draft.numbers).parse(chosen) })}
          value={draft.numbers}
        />
        <Button disabled={collector.isAsked} loading={save.isPending} onClick={send}>
          {t('collections.mapping.save')}
        </Button>
      </Group>
      {tried && profile === null ? <p className={styles.warned}>{t('collections.mapping.notWhole')}</p> : null}
      {collector.isAsked ? <p role="status">{t('collections.mapping.asked')}</p> : null}
      <RefusalText error={save.error} />
    </Stack>
  )
}

interface ColumnFieldsProps {
  draft: MappingDraft
  head: FileHead
  problems: readonly string[]
  onChange: (draft: MappingDraft) => void
}

/** Each thing a file must tell, or may, with the column that tells it and what stands there. One column may tell two. */
function ColumnFields({ draft, head, problems, onChange }: ColumnFieldsProps) {
  const { t } = useWords()
  const names = head.header.map((name, at) => ({ value: String(at), label: `${at + 1} ${name}` }))
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
        {NoticeField.options.map((field) => {
          const at = draft.columns[field]
          return (
            <Table.Tr key={field}>
              <Table.Th scope="row">
                {t(`collections.mapping.fields.${field}`)}
                {REQUIRED.includes(field) ? ` (${t('collections.mapping.required')})` : ''}
              </Table.Th>
              <Table.Td>
                <Select
                  aria-label={t(`collections.mapping.fields.${field}`)}
                  clearable
                  data={names}
                  error={problems.includes(field) ? t('parts.fieldInvalid') : undefined}
                  onChange={(chosen) =>
                    onChange(
                      withWordsOf(head, { ...draft, columns: { ...draft.columns, [field]: chosen === null ? null : Number(chosen) } }),
                    )
                  }
                  placeholder={t('collections.mapping.none')}
                  searchable
                  value={at === null ? null : String(at)}
                />
              </Table.Td>
              <Table.Td>
                {at === null
                  ? '–'
                  : head.samples
                      .map((cells) => cells[at] ?? '')
                      .slice(0, 3)
                      .join(' · ')}
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
