#!/usr/bin/perl
# The part of scripts/kconfig/conf that a stub needs: bool, tristate, string and int symbols with
# `default`, `depends on A [&& B]` and `select`. Usage: conf.pl KCONFIG TARGET DEFCONFIG-FILE
use strict;
use warnings;

my ($kconfig, $target, $defconfig) = @ARGV;
my $out = $ENV{KCONFIG_CONFIG} || '.config';
my (@order, %sym, $current);

sub read_kconfig {
    my ($file) = @_;
    open(my $in, '<', $file) or die "$file: $!\n";
    while (<$in>) {
        if (/^\s*(?:menu)?config\s+(\w+)/) { $current = $1; push @order, $1; $sym{$1} = { dep => [], sel => [] }; }
        elsif (/^\s*source\s+"([^"]+)"/) { my $f = $1; $f =~ s/\$\(SRCARCH\)/$ENV{SRCARCH}/g; read_kconfig("$ENV{srctree}/$f"); }
        elsif (/^\s*(bool|tristate|string|int|hex)\b(.*)/) { $sym{$current}{type} = $1; $sym{$current}{prompt} = 1 if $2 =~ /"/; }
        elsif (/^\s*def_(bool|tristate)\s+(\S+)/) { $sym{$current}{type} = $1; $sym{$current}{default} = $2; }
        elsif (/^\s*default\s+(?:"([^"]*)"|(\S+))/) { my $v = $1 // $2; $sym{$current}{default} //= $v; }
        elsif (/^\s*depends on\s+(.*)/) { push @{ $sym{$current}{dep} }, split /\s*&&\s*/, $1; }
        elsif (/^\s*select\s+(\w+)/) { push @{ $sym{$current}{sel} }, $1; }
    }
}

sub read_config {
    my ($file, $into) = @_;
    open(my $in, '<', $file) or return;
    while (<$in>) {
        if (/^CONFIG_(\w+)=(.*)$/) { $into->{$1} = $2; }
        elsif (/^# CONFIG_(\w+) is not set/) { $into->{$1} = 'n'; }
    }
}

$sym{MODULES} = {};
read_kconfig($kconfig);

# What a user would do in the editor, for tests: the lines of a file that a test puts into its tree.
my $choices = $target =~ /^(menuconfig|nconfig)$/ ? "$ENV{srctree}/menu-choices" : '';

my %user;
if ($target =~ /^(olddefconfig|oldconfig|syncconfig|listnewconfig|menuconfig|nconfig)$/) { read_config($out, \%user); }
elsif ($target =~ /^(tinyconfig|allnoconfig)$/) { $user{$_} = 'n' for grep { ($sym{$_}{type} // '') =~ /bool|tristate/ } @order; }
elsif ($target =~ /^(defconfig|alldefconfig)$/) { read_config("$ENV{srctree}/arch/$ENV{SRCARCH}/configs/defconfig", \%user); }
elsif (-e $defconfig) { read_config($defconfig, \%user); }
else { print STDERR "***\n*** Can't find default configuration \"$defconfig\"!\n***\n"; exit 1; }
read_config($choices, \%user) if $choices;
read_config($ENV{KCONFIG_ALLCONFIG}, \%user) if $ENV{KCONFIG_ALLCONFIG};

my %rank = (n => 0, m => 1, y => 2);
my @name = qw(n m y);
my %value;
for (1 .. 5) {
    my %selected;
    for my $s (@order) {
        next unless ($value{$s} // 'n') =~ /^[ym]$/;
        for (@{ $sym{$s}{sel} }) { $selected{$_} = 2 }
    }
    for my $s (@order) {
        my $def = $sym{$s};
        my $type = $def->{type} // 'bool';
        my $limit = 2;
        for my $d (@{ $def->{dep} }) {
            my $v = $d =~ /^!(\w+)/ ? 2 - $rank{ $value{$1} // 'n' } : $rank{ $value{$d} // 'n' };
            $limit = $v if $v < $limit;
        }
        if ($type =~ /string|int|hex/) {
            if ($limit) { $value{$s} = $user{$s} // ($type eq 'string' ? '"' . ($def->{default} // '') . '"' : ($def->{default} // 0)); }
            else { delete $value{$s}; }
            next;
        }
        my $want = $def->{prompt} ? ($user{$s} // $def->{default} // 'n') : ($def->{default} // 'n');
        $want = 'n' unless exists $rank{$want};
        $want = 'y' if $want eq 'm' && ($type eq 'bool' || ($value{MODULES} // 'n') ne 'y');
        my $r = $rank{$want};
        $r = $limit if $r > $limit;
        $r = 2 if $r == 1 && $type eq 'bool';
        $r = $selected{$s} if ($selected{$s} // 0) > $r;
        if (!$limit && !$selected{$s}) { delete $value{$s}; } else { $value{$s} = $name[$r]; }
    }
}

my $text = "#\n# Automatically generated file; DO NOT EDIT.\n# Linux/stub Kernel Configuration\n#\n";
for my $s (@order) {
    next unless defined $value{$s};
    $text .= $value{$s} eq 'n' ? "# CONFIG_$s is not set\n" : "CONFIG_$s=$value{$s}\n";
}
open(my $o, '>', $out) or die "$out: $!\n";
print $o $text;
close $o;
print "#\n# configuration written to $out\n#\n";
