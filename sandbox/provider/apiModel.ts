/** The part of botocore's service descriptions that is read here. */
export interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, ShapeReference>>;
  readonly member?: ShapeReference;
  readonly key?: ShapeReference;
  readonly value?: ShapeReference;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
  readonly document?: boolean;
  readonly streaming?: boolean;
}

export interface ShapeReference {
  readonly shape: string;
}

export interface ApiModel {
  readonly operations: Readonly<Record<string, { readonly input?: ShapeReference }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
