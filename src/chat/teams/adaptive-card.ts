/** The part of Adaptive Cards 1.5 that we send, as types. Names are the format's own. */

/** A card as Teams takes it, beside the one line that stands where cards do not: notifications, the chat list. */
export interface TeamsMessage {
  summary: string;
  card: AdaptiveCard;
}

export interface AdaptiveCard {
  type: 'AdaptiveCard';
  version: '1.5';
  /** For clients too old for this version. May be read as Markdown there. */
  fallbackText: string;
  /** What a screen reader says for the whole card. May be read as SSML. */
  speak: string;
  body: CardElement[];
}

export type CardElement = TextBlock | RichTextBlock | Container | ActionSet | Chart;

/** Its text is Markdown everywhere: only for words of ours. */
export interface TextBlock {
  type: 'TextBlock';
  text: string;
  style?: 'heading';
  size?: FontSize;
  weight?: 'bolder';
  wrap: true;
}

/** One paragraph of text shown as it is; see `inertRuns` for the one client where it is not. */
export interface RichTextBlock {
  type: 'RichTextBlock';
  inlines: TextRun[];
  spacing?: Spacing;
}

export interface TextRun extends TextLook {
  type: 'TextRun';
  text: string;
  selectAction?: OpenUrlAction;
}

export interface TextLook {
  size?: FontSize;
  weight?: 'bolder';
  isSubtle?: true;
}

export interface Container {
  type: 'Container';
  style: ContainerStyle;
  /** Colours the card from edge to edge. */
  bleed?: true;
  spacing?: Spacing;
  items: CardElement[];
}

/** Of Teams' own, not of the format: clients that do not know it draw the fallback. Its texts are not Markdown. */
export type Chart = ChartFrame &
  (
    | { type: 'Chart.VerticalBar'; data: ChartPoint[] }
    | { type: 'Chart.Line'; data: { legend: string; values: ChartPoint[] }[] }
  );

interface ChartFrame {
  title: string;
  xAxisTitle: string;
  yAxisTitle: string;
  spacing?: Spacing;
  fallback: RichTextBlock;
}

interface ChartPoint {
  x: string;
  y: number;
}

export interface ActionSet {
  type: 'ActionSet';
  spacing?: Spacing;
  actions: CardButton[];
}

export type CardButton = ExecuteAction | ShowCardAction;

interface ButtonLook {
  title: string;
  style?: 'positive' | 'destructive';
  /** `secondary`: in the menu behind the three dots. */
  mode?: 'secondary';
}

/** Sends an invoke and waits for its answer. Clients that do not know it use the fallback, which sends a message. */
export interface ExecuteAction extends ButtonLook {
  type: 'Action.Execute';
  verb: string;
  data: Record<string, string>;
  associatedInputs: AssociatedInputs;
  fallback: SubmitAction;
}

export interface SubmitAction extends ButtonLook {
  type: 'Action.Submit';
  data: Record<string, string>;
  associatedInputs: AssociatedInputs;
}

type AssociatedInputs = 'auto' | 'none';

/** Unfolds a form right in the card. */
export interface ShowCardAction extends ButtonLook {
  type: 'Action.ShowCard';
  card: { type: 'AdaptiveCard'; body: (CardElement | CardInput)[] };
}

export interface OpenUrlAction {
  type: 'Action.OpenUrl';
  url: string;
}

export type CardInput = ChoiceInput | TextInput | MomentInput;

interface InputFrame {
  /** Unique in the whole card: what is filled in comes back under this name. */
  id: string;
  label: string;
  isRequired?: true;
  /** Said beside a required field by the client itself. May be read as Markdown: only words of ours. */
  errorMessage?: string;
}

export interface ChoiceInput extends InputFrame {
  type: 'Input.ChoiceSet';
  style: 'compact';
  placeholder: string;
  choices: { title: string; value: string }[];
  value?: string;
}

export interface TextInput extends InputFrame {
  type: 'Input.Text';
  isMultiline?: true;
  maxLength: number;
  value?: string;
}

/** A day, or a time of day. */
interface MomentInput extends InputFrame {
  type: 'Input.Date' | 'Input.Time';
}

type ContainerStyle = 'default' | 'emphasis' | 'good' | 'attention' | 'warning' | 'accent';
type FontSize = 'small' | 'default' | 'large';
type Spacing = 'none' | 'small' | 'medium';
