import { Button, Select, Table, TextInput } from '@mantine/core'
import { PaymentMethod, TaxClass } from '../../../preload/contract/merchants'
import { DateField } from '../../parts/DateField'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import type { PlanDraft } from './charges-draft'
import styles from './merchants.module.css'

export interface PlanFieldsProps {
  plans: readonly PlanDraft[]
  methods: readonly PaymentMethod[]
  onChange: (plans: readonly PlanDraft[]) => void
  /** The field at this path (`plans.0.validFrom`) does not fit. */
  wrong: (path: string) => boolean
}

const LEAST_WIDTH_PX = 800

/** Fees that are to begin, one a row: of which method, from when, how much. */
export function PlanFields({ plans, methods, onChange, wrong }: PlanFieldsProps) {
  const { t } = useWords()
  const figures = [t('merchants.feeFixed'), t('merchants.feePercent'), t('merchants.feeMinimum'), t('merchants.feeMaximum')]
  return (
    <Table.ScrollContainer minWidth={LEAST_WIDTH_PX}>
      <Table className={styles.plans} horizontalSpacing={4} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('merchants.method')}</Table.Th>
            <Table.Th>{t('charges.validFrom')}</Table.Th>
            {figures.map((head) => (
              <Table.Th key={head} ta="right">
                {head}
              </Table.Th>
            ))}
            <Table.Th>{t('charges.taxClass')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plans.map((plan, at) => (
            <PlanRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a fee that is typed has no name of its own yet
              key={at}
              methods={methods}
              onChange={(changed) => onChange(plans.flatMap((one, index) => (index === at ? (changed ? [changed] : []) : [one])))}
              plan={plan}
              wrong={(field) => wrong(`plans.${at}.${field}`)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface PlanRowProps {
  plan: PlanDraft
  methods: readonly PaymentMethod[]
  /** Null takes the fee away. */
  onChange: (plan: PlanDraft | null) => void
  wrong: (field: string) => boolean
}

function PlanRow({ plan, methods, onChange, wrong }: PlanRowProps) {
  const { t } = useWords()
  const name = t(`nouns.paymentMethod.${plan.method}`)
  const labelOf = (field: string) => t('charges.fieldOf', { method: name, field })
  const amount = (field: 'fixed' | 'minimum' | 'maximum', title: string) => (
    <Table.Td>
      <YenField
        aria-label={labelOf(title)}
        error={wrong(field)}
        onChange={(value) => onChange({ ...plan, [field]: value })}
        placeholder={field === 'maximum' ? t('parts.none') : '0'}
        size="xs"
        value={plan[field]}
      />
    </Table.Td>
  )
  return (
    <Table.Tr>
      <Table.Td>
        <Select
          aria-label={t('merchants.method')}
          data={methods.map((value) => ({ value, label: t(`nouns.paymentMethod.${value}`) }))}
          onChange={(value) => onChange({ ...plan, method: PaymentMethod.options.find((one) => one === value) ?? plan.method })}
          size="xs"
          value={plan.method}
          w={150}
        />
      </Table.Td>
      <Table.Td>
        <DateField
          aria-label={labelOf(t('charges.validFrom'))}
          error={wrong('validFrom') || wrong('whole')}
          onChange={(validFrom) => onChange({ ...plan, validFrom })}
          size="xs"
          value={plan.validFrom}
          w={110}
        />
      </Table.Td>
      {amount('fixed', t('merchants.feeFixed'))}
      <Table.Td>
        <TextInput
          aria-label={labelOf(t('merchants.feePercent'))}
          error={wrong('basisPoints')}
          inputMode="decimal"
          onChange={(event) => onChange({ ...plan, percent: event.currentTarget.value })}
          placeholder="0"
          rightSection="%"
          styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
          size="xs"
          value={plan.percent}
        />
      </Table.Td>
      {amount('minimum', t('merchants.feeMinimum'))}
      {amount('maximum', t('merchants.feeMaximum'))}
      <Table.Td>
        <Select
          aria-label={labelOf(t('charges.taxClass'))}
          data={TaxClass.options.map((value) => ({ value, label: t(`charges.taxClasses.${value}`) }))}
          onChange={(value) => onChange({ ...plan, taxClass: value === 'exempt' ? 'exempt' : 'standard' })}
          size="xs"
          value={plan.taxClass}
          w={96}
        />
      </Table.Td>
      <Table.Td>
        <Button aria-label={t('charges.removePlanOf', { method: name })} onClick={() => onChange(null)} size="compact-xs" variant="subtle">
          {t('charges.removePlan')}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}
